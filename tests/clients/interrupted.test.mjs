// Control-C while a real client is in the middle of something: the visit ends well, its trace is whole and
// opens again, nothing that was not handed over counts as a mail, and the client is not left hanging.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {mail_text, program, run, serve, top} from './support/visit.mjs';

// A program that the test feeds; `ended` says how it ended, and it is not left running.
function begin(file, words) {
  const child = spawn(file, words, {stdio: ['pipe', 'pipe', 'pipe']});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => text += data);
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({status, signal})));
  return {
    say: (words_said) => child.stdin.write(words_said),
    async heard(pattern) {
      for (const deadline = Date.now() + 20_000; !pattern.test(text); await new Promise((resolve) => setTimeout(resolve, 20)))
        assert.ok(Date.now() < deadline, `nothing like ${pattern} was heard:\n${text}`);
    },
    // Waits until it has ended by itself, now that the server is gone and there is nothing more to say.
    async end() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const {status, signal} = await ended;
      clearTimeout(timer);
      assert.equal(signal, null, `it hung:\n${text}`);
      return {status, text};
    },
    kill: () => child.kill('SIGKILL'),
  };
}

// Interrupts the visit, reads the trace back with the program that reads traces, and gives its records.
async function interrupt(visit) {
  const ended = new Promise((resolve) => visit.child.on('close', resolve));
  visit.child.kill('SIGINT');
  await ended;
  const read = await run(program, ['import', path.join(visit.folder, 'trace.jsonl')], {cwd: top});
  assert.equal(read.status, 0, read.all);
  const {status, records, errors} = await visit.stop();
  assert.equal(status, 0, errors);
  assert.match(errors, /^serve: [^\n]*the trace is in /m);
  records.forEach((record, i) => assert.equal(record.number, i + 1, 'no record is missing'));
  return {records, errors, dialogue: read.stdout};
}

// Whatever came of the test: nothing is left running, and no folder.
async function end(visit) {
  visit.child.kill('SIGKILL');
  fs.rmSync(visit.folder, {recursive: true, force: true});
}

const s_client = (visit, port, words) => begin('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', visit.ca,
  '-servername', 'localhost', '-crlf', '-quiet', ...words]);

test('clients: an interrupt in the middle of DATA ends well, and half a mail is no mail', async () => {
  const visit = await serve();
  const curl = begin('curl', ['-sS', '--max-time', '60', '--cacert', visit.ca, '-u', 'alice@example.org:correct-horse', '--mail-from', 'alice@example.org',
    '--mail-rcpt', 'bob@example.org', '-T', '-', `smtps://localhost:${visit.port('mail', 'submissions')}`]);
  try {
    curl.say(mail_text('half a mail', {body: 'The first half.\r\n'.repeat(20_000)}));
    const {number} = await visit.record('understood', ({text}) => text === 'DATA\r\n');
    await visit.until('packet-arrived', (data, record) => record.number > number + 200);  // the content is on its way
    const {records, errors} = await interrupt(visit);
    assert.match(errors, /, 0 mails queued;/);
    assert.ok(!records.some(({kind, data}) => kind === 'mail-queued' || (kind === 'mail-stored' && data.content.includes('half a mail'))));
    const {status, text} = await curl.end();
    assert.notEqual(status, 0, 'curl knows that its mail was not taken');
    assert.match(text, /^curl: \(\d+\) /m);
  } finally {
    curl.kill();
    await end(visit);
  }
});

test('clients: an interrupt inside a TLS handshake ends well', async () => {
  const visit = await serve();
  // On the way stands a wire that carries what the client says, and nothing back.
  const sockets = [];
  const wire = net.createServer((from) => {
    const to = net.connect(visit.port('mail', 'submissions'), '127.0.0.1');
    sockets.push(from, to);
    from.pipe(to);
    to.resume();
    for (const socket of [from, to]) socket.on('error', () => {});
    to.on('close', () => from.destroy());
  });
  await new Promise((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const client = s_client(visit, wire.address().port, []);
  try {
    await visit.until('tls-message', ({name}) => name === 'Finished');
    const {records} = await interrupt(visit);
    assert.ok(!records.some(({kind}) => kind === 'tls-established'), 'the client has seen no answer');
    assert.notEqual((await client.end()).status, 0);
  } finally {
    client.kill();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => wire.close(resolve));
    await end(visit);
  }
});

test('clients: an interrupt inside IDLE ends well, and what the client was told stands in the trace', async () => {
  const visit = await serve();
  const client = s_client(visit, visit.port('mail', 'imaps'), []);
  try {
    await client.heard(/^\* OK/m);
    client.say('a LOGIN alice@example.org correct-horse\n');
    await client.heard(/^a OK/m);
    client.say('b SELECT INBOX\n');
    await client.heard(/^b OK/m);
    client.say('c IDLE\n');
    await client.heard(/^\+ /m);
    const sent = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, '-u', 'alice@example.org:correct-horse', '--mail-from', 'alice@example.org',
      '--mail-rcpt', 'alice@example.org', '-T', '-', `smtps://localhost:${visit.port('mail', 'submissions')}`], {input: mail_text('while idle', {to: 'alice@example.org'})});
    assert.equal(sent.status, 0, sent.all);
    await client.heard(/^\* \d+ EXISTS\r?\n(?![^]*^b OK)/m);
    const {records} = await interrupt(visit);
    assert.equal(records.filter(({kind, data}) => kind === 'mail-stored' && data.content.includes('while idle')).length, 1);
    const told = records.filter(({kind, data}) => kind === 'said' && /^\* \d+ EXISTS/.test(data.text));
    assert.equal(told.length, 2, 'at SELECT, and when the mail came');
    await client.end();
  } finally {
    client.kill();
    await end(visit);
  }
});
