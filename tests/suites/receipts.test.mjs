// Receipts as a lesson sends them, before Python's email package: is that what RFC 8098 wants?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

const build = process.env.MAILSCOPE_BUILD_DIR ?? 'build/native';
const lesson = 'scenarios/how-mail-travels/envelope-and-header.json';

function run(command, args, input) {
  const done = spawnSync(command, args, { input, maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, String(done.stderr));
  return done.stdout;
}

function receipt_of(position) {
  const trace = run(`${build}/mailscope`, ['run', lesson, '--knob', `receipt=${position}`, '--json']);
  const records = String(trace).trim().split('\n').map((line) => JSON.parse(line));
  const stored = records.filter(({ kind, data }) => kind === 'mail-stored' && data.account === 'olga@lyceum.example' && data.mailbox === 'INBOX');
  const sent = records.find(({ kind, data }) => kind === 'mail-stored' && data.mailbox === 'Sent');
  return { mail: stored.length === 0 ? null : stored[0].data.content, asked: sent.data.content };
}

test('receipts: the email package of Python reads in ours what RFC 8098 wants there', () => {
  for (const [position, mode] of [['agreed', 'manually'], ['automatic', 'automatically']]) {
    const { mail, asked } = receipt_of(position);
    const id = /^Message-ID: (<.*>)\r$/m.exec(asked)[1];
    const read = JSON.parse(run('/usr/bin/python3', ['tests/suites/receipts_peer.py'], mail));
    assert.deepEqual(read.defects, []);
    assert.equal(read.type, 'multipart/report');
    assert.equal(read['report-type'], 'disposition-notification');
    assert.deepEqual(read.parts, ['text/plain', 'message/disposition-notification', 'text/rfc822-headers']);
    assert.deepEqual(read.to, ['olga@lyceum.example']);
    assert.deepEqual(read.from, ['anna@family.example']);
    assert.equal(read['return-path'], '<>');
    assert.equal(read.asks, null, 'a receipt asks for none');
    assert.notEqual(read.id, id);
    assert.deepEqual(read.fields, [
      ['reporting-ua', 'Mailscope'],
      ['final-recipient', 'rfc822; anna@family.example'],
      ['original-message-id', id],
      ['disposition', `manual-action/MDN-sent-${mode}; displayed`],
    ]);
    assert.match(read.text, /no guarantee that it has been read/);
    assert.match(read.returned, /^Subject: School trip/m);
    assert.doesNotMatch(mail, /20 euros/, 'the body of the mail does not travel back');
  }
  for (const position of ['none', 'silent', 'elsewhere']) assert.equal(receipt_of(position).mail, null);
});
