// What real programs did here, as a capture: Wireshark finds it flawless and reads what was said inside TLS.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {mail_text, program, run, serve, temporary_folder, top} from './support/visit.mjs';

const checked = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'];

async function tshark(file, ...words) {
  const done = await run('tshark', ['-r', file, ...checked, ...words], {timeout_ms: 60_000});
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.split('\n').filter((line) => line !== '');
}

// curl submits by TLS and by STARTTLS and reads by every protocol; the visit's trace is left in `folder`.
async function visit_of_curl(folder) {
  const visit = await serve();
  const curl = async (words, input) => {
    const done = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, ...words], {input});
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  const url = (scheme, service, tail = '') => `${scheme}://localhost:${visit.port('mail', service)}${tail}`;
  const alice = ['-u', 'alice@example.org:correct-horse'];
  const mail = ['--mail-from', 'alice@example.org', '--mail-rcpt', 'alice@example.org', '-T', '-'];
  await curl([url('smtps', 'submissions'), ...alice, ...mail], mail_text('By TLS from the first octet'));
  await curl([url('smtp', 'submission'), '--ssl-reqd', ...alice, ...mail], mail_text('By STARTTLS'));
  await visit.until('mail-stored', ({content}) => content.includes('By STARTTLS'));
  assert.match(await curl([url('imaps', 'imaps', '/INBOX;MAILINDEX=*'), ...alice]), /Subject: By/);
  assert.match(await curl([url('imap', 'imap', '/INBOX;MAILINDEX=*'), '--ssl-reqd', ...alice]), /Subject: By/);
  assert.match(await curl([url('pop3s', 'pop3s', '/3'), ...alice]), /Subject: By/);
  assert.match(await curl([url('pop3', 'pop3', '/3'), '--ssl-reqd', ...alice]), /Subject: By/);
  const ended = new Promise((resolve) => visit.child.on('close', resolve));
  visit.child.kill('SIGINT');
  await ended;
  fs.copyFileSync(path.join(visit.folder, 'trace.jsonl'), path.join(folder, 'visit.jsonl'));
  await visit.stop();
}

test('clients: a visit is a capture without a fault, and its keys open every TLS session', async () => {
  const folder = temporary_folder();
  await visit_of_curl(folder);
  const [trace, capture, keys, bare] = ['visit.jsonl', 'visit.pcapng', 'keys.log', 'bare.pcapng'].map((name) => path.join(folder, name));
  const exported = await run(program, ['export', 'pcapng', trace, '-o', capture], {cwd: top});
  assert.equal(exported.status, 0, exported.all);

  assert.deepEqual(await tshark(capture, '-Y', '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || ' +
    'udp.checksum.status == 0 || tcp.analysis.flags || _ws.expert.severity >= 0x800000'), []);

  // Six sessions with TLS; in each of them words that only the keys show.
  const sessions = await tshark(capture, '-Y', 'tls.handshake.type == 1', '-T', 'fields', '-e', 'tcp.dstport');
  assert.deepEqual(sessions.sort(), ['110', '143', '465', '587', '993', '995']);
  const inside = (filter) => tshark(capture, '-Y', `tls && (${filter})`, '-T', 'fields', '-e', 'tcp.dstport');
  assert.deepEqual((await inside('smtp.req.command == "MAIL"')).sort(), ['465', '587']);
  assert.deepEqual((await inside('imap.request.command == "LOGIN" || imap.request.command == "AUTHENTICATE"')).sort(), ['143', '993']);
  assert.deepEqual((await inside('pop.request.command == "RETR"')).sort(), ['110', '995']);
  const versions = await tshark(capture, '-Y', 'tls.handshake.type == 2', '-T', 'fields', '-e', 'tls.handshake.extensions.supported_version');
  assert.ok(versions.every((version) => version === '0x0304'), versions.join(' '));

  // Without the keys nobody reads that; with them in a file of their own one does.
  const apart = await run(program, ['export', 'pcapng', trace, '-o', bare, '--keylog', keys], {cwd: top});
  assert.equal(apart.status, 0, apart.all);
  assert.deepEqual(await tshark(bare, '-Y', 'tls && (smtp.req.command == "MAIL" || pop.request.command == "RETR")'), []);
  assert.equal((await tshark(bare, '-o', `tls.keylog_file:${keys}`, '-Y', 'tls && smtp.req.command == "MAIL"')).length, 2);

  // The capture, read as anybody's, says what the trace says.
  const imported = await run(program, ['import', capture], {cwd: top});
  assert.equal(imported.status, 0, imported.stderr);
  for (const words of [/MAIL FROM:<alice@example\.org>/, /RETR 3/, /By STARTTLS/]) assert.match(imported.stdout, words);
  fs.rmSync(folder, {recursive: true});
});
