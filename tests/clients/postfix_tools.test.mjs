// Postfix's smtp-sink as the peer of our relay, with its faults, and smtp-source as a load.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {mail_text, run, serve, temporary_folder, top} from './support/visit.mjs';

// tools/setup unpacks Postfix aside, so that no mail server is installed; one that is will do as well.
function postfix(name) {
  const aside = path.join(top, '.deps/postfix');
  const there = path.join(aside, 'usr/sbin', name);
  if (!fs.existsSync(there)) return {file: `/usr/sbin/${name}`, env: {}};
  return {file: there, env: {LD_LIBRARY_PATH: path.join(aside, 'usr/lib/postfix')}};
}

async function free_port() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function sink(options = []) {
  const {file, env} = postfix('smtp-sink');
  const folder = temporary_folder();
  const port = await free_port();
  // Run by root it would become somebody else, who may not write here.
  const who = process.getuid() === 0 ? ['-u', 'root'] : [];
  const child = spawn(file, [...who, '-d', path.join(folder, 'mail.'), ...options, `127.0.0.1:${port}`, '100'], {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
  let errors = '';
  child.stderr.on('data', (data) => errors += data);
  for (let i = 0; i < 100 && !(await answers(port)); ++i) await new Promise((resolve) => setTimeout(resolve, 30));
  return {
    port,
    mails: () => fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'latin1')),
    async stop() {
      if (child.exitCode === null) child.kill();
      fs.rmSync(folder, {recursive: true, force: true});
      return errors;
    },
  };
}

const answers = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

// Alice submits a mail to somebody whom no server here knows; what the trace says of it is returned.
async function send_out(sink_options, wanted, {speed = '60', to = 'dave@far.example', count = 1} = {}) {
  const peer = await sink(sink_options);
  const visit = await serve(['--speed', speed, '--outbound', `127.0.0.1:${peer.port}`]);
  try {
    for (let i = 0; i < count; ++i) {
      const done = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, '-u', 'alice@example.org:correct-horse', '--mail-from', 'alice@example.org',
        '--mail-rcpt', to, '-T', '-', `smtps://localhost:${visit.port('mail', 'submissions')}`], {input: mail_text(`to a sink ${i}`, {to, body: 'Hello.\r\n..dots'})});
      assert.equal(done.status, 0, done.all);
    }
    const found = await visit.until(...wanted);
    return {found, mails: peer.mails(), records: visit.records(), errors: visit.errors()};
  } finally {
    await visit.stop();
    await peer.stop();
  }
}
const relayed = ['recipient-done', ({outcome}) => outcome === 'relayed'];
const bounced = ['recipient-done', ({outcome}) => outcome === 'bounced'];
const deferred = ['mail-deferred', () => true];
const said_to_you = (records, pattern) => records.filter(({kind, data}) => kind === 'said' && data.speaker === 'client' && pattern.test(data.text)).map(({data}) => data.text.trim());

test('clients: our relay delivers to smtp-sink, octet for octet', async () => {
  const {found, mails, records} = await send_out([], relayed);
  assert.match(found.detail, /^outside-mail: 250 /);
  assert.equal(mails.length, 1);
  const [mail] = mails;
  assert.match(mail, /^X-Mail-Args: <alice@example\.org>/m);
  assert.match(mail, /^X-Rcpt-Args: <dave@far\.example>/m);
  assert.match(mail, /^Received: from .*\r?\n/m);
  assert.match(mail, /^Hello\.\r?\n\.\.dots\r?\n/m);
  assert.ok(records.some(({kind, data}) => kind === 'lookup-done' && data.name.startsWith('far.example')), 'the DNS was asked first');
});

test('clients: our relay greets by HELO where EHLO is not known', async () => {
  const {records} = await send_out(['-e'], relayed);
  assert.ok(said_to_you(records, /^HELO mail\.example\.org/).length > 0);
});

test('clients: our relay pipelines where it is offered, and not where it is not', async () => {
  const flights = (records) => {
    const you = records.find(({kind, data}) => kind === 'host-added' && data.role === 'outside').host;
    const mail = records.find(({kind, data, peer}) => kind === 'said' && peer === you && /^MAIL FROM/.test(data.text));
    const rcpt = records.find(({kind, data, peer}) => kind === 'said' && peer === you && /^RCPT TO/.test(data.text));
    return mail.time === rcpt.time;
  };
  assert.equal(flights((await send_out([], relayed)).records), true);
  assert.equal(flights((await send_out(['-p'], relayed)).records), false);
});

for (const [command, code] of [['mail', '-r'], ['rcpt', '-r'], ['data', '-r'], ['.', '-r']]) {
  test(`clients: our relay comes back later when smtp-sink answers 4xx to ${command}`, async () => {
    const {found} = await send_out([code, command], deferred);
    assert.match(found.why, /^outside-mail: 450 /);
    assert.equal(found.attempt, 1);
  });
}

for (const command of ['mail', 'rcpt', 'data', '.']) {
  test(`clients: our relay bounces when smtp-sink answers 5xx to ${command}`, async () => {
    const {found, records} = await send_out(['-f', command], bounced);
    assert.match(found.detail, /^500 /);
    const report = records.find(({kind, data}) => kind === 'mail-stored' && data.content.includes('multipart/report'));
    assert.ok(report === undefined || report.data.account === 'alice@example.org');
  });
}

for (const command of ['connect', 'ehlo', 'mail', 'data', '.']) {
  test(`clients: our relay survives smtp-sink hanging up at ${command}`, async () => {
    const {found} = await send_out(['-q', command === 'connect' ? 'connect' : command], deferred);
    assert.match(found.why, /^outside-mail: connection lost|^outside-mail: .*/);
  });
}

test('clients: our relay waits for a slow smtp-sink', async () => {
  const {mails} = await send_out(['-w', '1'], relayed, {speed: '1'});
  assert.equal(mails.length, 1);
});

test('clients: with nobody at the other end the mail stays in the queue', async () => {
  const port = await free_port();
  const visit = await serve(['--speed', '60', '--outbound', `127.0.0.1:${port}`]);
  try {
    const done = await run('curl', ['-sS', '--max-time', '15', '--cacert', visit.ca, '-u', 'alice@example.org:correct-horse', '--mail-from', 'alice@example.org',
      '--mail-rcpt', 'dave@far.example', '-T', '-', `smtps://localhost:${visit.port('mail', 'submissions')}`], {input: mail_text('to nobody')});
    assert.equal(done.status, 0, done.all);
    const {why} = await visit.until('mail-deferred');
    assert.match(why, /^outside-mail: /);
    await visit.told(/the way out is closed \(Connection refused\): a delivery was reset/);
  } finally {
    await visit.stop();
  }
});

test('clients: smtp-source loads a server with 200 mails over 10 connections, and all of them arrive', async () => {
  const {file, env} = postfix('smtp-source');
  const load = async (port) => {
    const began = process.hrtime.bigint();
    const done = await run(file, ['-4', '-s', '10', '-m', '200', '-l', '2000', '-f', 'load@example.com', '-t', 'bob@example.org', `127.0.0.1:${port}`], {env, timeout_ms: 100_000});
    assert.equal(done.status, 0, done.all);
    return 200 / (Number(process.hrtime.bigint() - began) / 1e9);
  };
  const peer = await sink();
  const visit = await serve();
  try {
    const theirs = await load(peer.port);
    const ours = await load(visit.port('mail', 'smtp'));
    console.log(`smtp-source: ${ours.toFixed(0)} mails/s into mailscope serve, ${theirs.toFixed(0)} into smtp-sink, ratio ${(ours / theirs).toFixed(3)}`);
    const stored = () => visit.records().filter(({kind, data}) => kind === 'mail-stored' && data.account === 'bob@example.org').length;
    for (let i = 0; i < 100 && stored() < 200; ++i) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(stored(), 200);
  } finally {
    await visit.stop();
    await peer.stop();
  }
});
