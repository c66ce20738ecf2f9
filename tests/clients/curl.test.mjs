// curl sends and reads at every door: plain, by STARTTLS, by TLS from the first octet.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {mail_text, run, with_visit} from './support/visit.mjs';

const alice = 'alice@example.org:correct-horse';
const curl = (visit, ...words) => run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, ...words]);
const delivered = (visit, subject) => visit.until('mail-stored', ({content}) => content.includes(`\r\nSubject: ${subject}\r\n`));

test('clients: curl submits by STARTTLS and by implicit TLS, and the mail arrives', with_visit([], async (visit) => {
  for (const [service, url, ssl] of [['submission', 'smtp', ['--ssl-reqd']], ['submissions', 'smtps', []]]) {
    const subject = `curl by ${service}`;
    const done = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, ...ssl, '-u', alice,
      '--mail-from', 'alice@example.org', '--mail-rcpt', 'bob@example.org', '-T', '-',
      `${url}://localhost:${visit.port('mail', service)}/laptop`], {input: mail_text(subject)});
    assert.equal(done.status, 0, done.all);
    const stored = await delivered(visit, subject);
    assert.equal(stored.account, 'bob@example.org');
    assert.match(stored.content, /^Return-Path: <alice@example\.org>\r\nReceived: from laptop /);
  }
}));

test('clients: what curl submits without Date and Message-ID gets both', with_visit([], async (visit) => {
  const sent = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, '-u', 'alice@example.org:correct-horse', '--mail-from', 'alice@example.org',
    '--mail-rcpt', 'bob@example.org', '-T', '-', `smtps://localhost:${visit.port('mail', 'submissions')}`], {input: 'From: alice@example.org\r\nSubject: bare\r\n\r\nHello.\r\n'});
  assert.equal(sent.status, 0, sent.all);
  const {content} = await visit.until('mail-stored', (stored) => stored.content.includes('Subject: bare'));
  assert.match(content, /^Date: \w{3}, [^\r\n]+ \+0000\r$/m);
  assert.match(content, /^Message-ID: <[^@>\s]+@mail\.example\.org>\r$/m);
}));

test('clients: curl submits in clear where the server lets it, and the mail is relayed', with_visit([], async (visit) => {
  const done = await run('curl', ['-sS', '--max-time', '15', '-u', 'carol@example.net:purple-monkey',
    '--mail-from', 'carol@example.net', '--mail-rcpt', 'alice@example.org', '-T', '-',
    `smtp://127.0.0.1:${visit.port('mx', 'submission')}`], {input: mail_text('curl in clear', {from: 'carol@example.net', to: 'alice@example.org'})});
  assert.equal(done.status, 0, done.all);
  const stored = await delivered(visit, 'curl in clear');
  assert.equal(stored.account, 'alice@example.org');
  assert.equal((stored.content.match(/^Received: /gm) ?? []).length, 2, 'one for each server');
}));

test('clients: curl is refused with 535 for a wrong password, and with 550 where it may not relay', with_visit([], async (visit) => {
  const wrong = await run('curl', ['-sS', '-v', '--max-time', '15', '--cacert', visit.ca, '-u', 'alice@example.org:wrong',
    '--mail-from', 'alice@example.org', '--mail-rcpt', 'bob@example.org', '-T', '-',
    `smtps://localhost:${visit.port('mail', 'submissions')}`], {input: mail_text('never')});
  assert.equal(wrong.status, 67, wrong.all);
  assert.match(wrong.all, /< 535 5\.7\.8/);
  const relay = await run('curl', ['-sS', '-v', '--max-time', '15', '--mail-from', 'x@example.com', '--mail-rcpt', 'y@example.com',
    '-T', '-', `smtp://127.0.0.1:${visit.port('mail', 'smtp')}`], {input: mail_text('never')});
  assert.equal(relay.status, 55, relay.all);
  assert.match(relay.all, /< 550 5\.7\.1/);
}));

test('clients: curl does not trust the servers without their authority', with_visit([], async (visit) => {
  const done = await run('curl', ['-sS', '--max-time', '15', '-u', alice, `imaps://localhost:${visit.port('mail', 'imaps')}`]);
  assert.equal(done.status, 60, done.all);
}));

for (const [service, url, words] of [
  ['pop3', 'pop3', ['--ssl-reqd']], ['pop3s', 'pop3s', []],
]) {
  test(`clients: curl reads by ${service}`, with_visit([], async (visit) => {
    const base = `${url}://localhost:${visit.port('mail', service)}/`;
    const list = await curl(visit, ...words, '-u', alice, base);
    assert.equal(list.status, 0, list.all);
    assert.match(list.stdout, /^1 \d+\r\n2 \d+\r\n$/);
    const first = await curl(visit, ...words, '-u', alice, `${base}1`);
    assert.equal(first.status, 0, first.all);
    assert.match(first.stdout, /\r\nSubject: Welcome\r\n/);
    assert.match(first.stdout, /\r\n\.A line that begins with a dot\.\r\n/);
    const [size] = /(?<=^1 )\d+/.exec(list.stdout);
    assert.equal(Number(size), first.stdout.length, 'LIST says as many octets as RETR gives');
    const top = await curl(visit, ...words, '-u', alice, '-X', 'TOP 1 0', base);
    assert.doesNotMatch(top.stdout, /Welcome to the office/);
    assert.match(top.stdout, /Subject: Welcome/);
    const uidl = await curl(visit, ...words, '-u', alice, '-X', 'UIDL', base);
    assert.match(uidl.stdout, /^1 \S+\r\n2 \S+\r\n$/);
    const wrong = await curl(visit, ...words, '-u', 'alice@example.org:wrong', base);
    assert.equal(wrong.status, 67, wrong.all);
    const deleted = await curl(visit, ...words, '-u', alice, '-I', '-X', 'DELE 1', base);
    assert.equal(deleted.status, 0, deleted.all);
    assert.match((await curl(visit, ...words, '-u', alice, base)).stdout, /^1 \d+\r\n$/);
  }));
}

for (const [service, url, words] of [
  ['imap', 'imap', ['--ssl-reqd']], ['imaps', 'imaps', []],
]) {
  test(`clients: curl reads by ${service}`, with_visit([], async (visit) => {
    const base = `${url}://localhost:${visit.port('mail', service)}`;
    const list = await curl(visit, ...words, '-u', alice, `${base}/`);
    assert.equal(list.status, 0, list.all);
    assert.match(list.stdout, /^\* LIST \([^)]*\) "\/" "?INBOX"?\r$/m);
    const mail = await curl(visit, ...words, '-u', alice, `${base}/INBOX;MAILINDEX=1`);
    assert.equal(mail.status, 0, mail.all);
    assert.match(mail.stdout, /\r\nSubject: Welcome\r\n[^]*\r\n\.A line/);
    const part = await curl(visit, ...words, '-u', alice, `${base}/INBOX;MAILINDEX=2;SECTION=TEXT`);
    assert.equal(part.stdout, 'Two.\r\n');
    const search = await curl(visit, ...words, '-u', alice, `${base}/INBOX?SUBJECT%20Second`);
    assert.match(search.stdout, /^\* SEARCH 2\r$/m);
    const file = path.join(visit.folder, 'draft');
    fs.writeFileSync(file, mail_text('appended'));
    const appended = await curl(visit, ...words, '-u', alice, '-T', file, `${base}/Drafts`);
    assert.equal(appended.status, 0, appended.all);
    const stored = await delivered(visit, 'appended');
    assert.equal(stored.mailbox, 'Drafts');
    const wrong = await curl(visit, ...words, '-u', 'alice@example.org:wrong', `${base}/`);
    assert.equal(wrong.status, 67, wrong.all);
  }));
}

for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256']) {
  test(`clients: curl logs in by ${mechanism} at submission and at IMAP`, with_visit([], async (visit) => {
    const sent = await run('curl', ['-sS', '-v', '--max-time', '15', '--cacert', visit.ca, '--ssl-reqd', '-u', alice, '--login-options', `AUTH=${mechanism}`,
      '--mail-from', 'alice@example.org', '--mail-rcpt', 'bob@example.org', '-T', '-', `smtp://localhost:${visit.port('mail', 'submission')}`],
      {input: mail_text(`by ${mechanism}`)});
    // curl may have been built without SCRAM; then it says so, and nothing was tried.
    if (mechanism === 'SCRAM-SHA-256' && !/> AUTH SCRAM/.test(sent.all)) return assert.equal(sent.status, 67, sent.all);
    assert.equal(sent.status, 0, sent.all);
    await delivered(visit, `by ${mechanism}`);
    if (mechanism === 'LOGIN') return;  // IMAP has its own LOGIN
    const list = await curl(visit, '--ssl-reqd', '-u', alice, '--login-options', `AUTH=${mechanism}`, `imap://localhost:${visit.port('mail', 'imap')}/`);
    assert.equal(list.status, 0, list.all);
    assert.match(list.stdout, /INBOX/);
  }));
}
