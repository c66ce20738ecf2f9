// openssl s_client upgrades each protocol, verifies the chain, and then speaks inside.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';

import {with_visit} from './support/visit.mjs';

// After STARTTLS s_client holds back what it shows until something is said inside.
const verified = /depth=0[^\n]*\nverify return:1\n/;

// Types each line after what is awaited has come; s_client's own letters (Q, R) are off.
function s_client(visit, service, words, dialogue) {
  return new Promise((resolve) => {
    const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${visit.port('mail', service)}`, '-CAfile', visit.ca,
      '-verify_return_error', '-verify_hostname', 'localhost', '-servername', 'localhost', '-crlf', '-quiet', ...words]);
    let text = '', seen = 0;
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    const go_on = () => {
      while (dialogue.length > 0) {
        const [awaited, line] = dialogue[0];
        const found = awaited.exec(text.slice(seen));
        if (!found) return;
        seen += found.index + found[0].length;
        dialogue.shift();
        child.stdin.write(line + '\n');
      }
    };
    child.stdout.on('data', (data) => { text += data; go_on(); });
    child.stderr.on('data', (data) => { text += data; go_on(); });
    child.on('close', (status) => { clearTimeout(timer); resolve({status, text, left: dialogue.length}); });
  });
}

for (const [service, words] of [['submission', ['-starttls', 'smtp']], ['smtp', ['-starttls', 'smtp']], ['submissions', []]]) {
  test(`clients: openssl s_client reaches ${service} by TLS`, with_visit([], async (visit) => {
    const greeting = words.length > 0 ? verified : /220 [^\n]*\n/;
    const {text, left} = await s_client(visit, service, words, [
      [greeting, 'EHLO inside'], [/250 [A-Z][^\n]*\n/, 'NOOP'], [/250 2\.0\.0[^\n]*\n/, 'QUIT'],
    ]);
    assert.equal(left, 0, text);
    assert.match(text, /\n221 /);
    assert.doesNotMatch(text.slice(text.lastIndexOf('250-')), /STARTTLS/, 'not offered again inside');
    assert.doesNotMatch(text, /verify error/);
  }));
}

for (const [service, words] of [['pop3', ['-starttls', 'pop3']], ['pop3s', []]]) {
  test(`clients: openssl s_client reaches ${service} by TLS`, with_visit([], async (visit) => {
    const {text, left} = await s_client(visit, service, words, [
      [words.length > 0 ? verified : /\+OK[^\n]*\n/, 'USER alice@example.org'], [/\+OK[^\n]*\n/, 'PASS correct-horse'], [/\+OK[^\n]*\n/, 'STAT'], [/\+OK 2 \d+\r?\n/, 'QUIT'],
    ]);
    assert.equal(left, 0, text);
  }));
}

for (const [service, words] of [['imap', ['-starttls', 'imap']], ['imaps', []]]) {
  test(`clients: openssl s_client reaches ${service} by TLS`, with_visit([], async (visit) => {
    const {text, left} = await s_client(visit, service, words, [
      [words.length > 0 ? verified : /\* OK[^\n]*\n/, 'a LOGIN alice@example.org correct-horse'],
      [/a OK[^\n]*\n/, 'b STATUS INBOX (MESSAGES)'], [/\* STATUS "?INBOX"? \(MESSAGES 2\)\r?\n[^]*b OK[^\n]*\n/, 'c LOGOUT'],
    ]);
    assert.equal(left, 0, text);
    assert.match(text, /\* BYE/);
  }));
}

test('clients: openssl s_client takes TLS 1.2, too', with_visit([], async (visit) => {
  const {text, left} = await s_client(visit, 'imaps', ['-tls1_2'], [[/\* OK[^\n]*\n/, 'a LOGOUT']]);
  assert.equal(left, 0, text);
  const done = await visit.until('tls-established');
  assert.match(done.version, /1\.2/);
}));
