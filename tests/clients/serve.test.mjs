// The service itself: what it prints, how it ends, what it refuses, what its trace holds.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {mail_text, program, run, serve, temporary_folder, top, with_visit} from './support/visit.mjs';

const lesson = 'scenarios/how-mail-travels/first-message.json';
const mailscope = (...words) => run(program, words, {cwd: top});

// Speaks lines, answers with all that the other side says until it ends.
function talk(port, lines, {ends = true} = {}) {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(lines.map((line) => `${line}\r\n`).join(''));
      if (ends) socket.end();
    });
    socket.on('data', (data) => text += data);
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

const is_free = (port) => new Promise((resolve) => {
  const server = net.createServer().once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
});

// So many free ports in a row, below those from which systems take the ports of clients: the tests that run
// beside this one cannot be given them meanwhile.
async function free_ports(count) {
  for (let base = 21_000; base < 32_000; base += count) {
    let free = 0;
    while (free < count && await is_free(base + free)) ++free;
    if (free === count) return base;
  }
  throw new Error(`no ${count} free ports in a row`);
}

test('clients: the table names every door and account, and the doors answer', async () => {
  const visit = await serve([], {scenario: lesson});
  assert.deepEqual(visit.table.services.map(({host, service, security}) => [host, service, security]), [
    ['mail', 'smtp', 'starttls'], ['mail', 'submission', 'starttls'], ['mail', 'submissions', 'tls'],
    ['mx', 'smtp', 'starttls'], ['mx', 'imap', 'starttls'], ['mx', 'imaps', 'tls'],
  ]);
  assert.deepEqual(visit.account('bob@example.net'), {address: 'bob@example.net', user: 'bob@example.net', password: 'battery-staple'});
  assert.match(fs.readFileSync(visit.ca, 'utf8'), /BEGIN CERTIFICATE/);
  assert.match(await talk(visit.port('mx', 'smtp'), ['QUIT']), /^220 mx\.example\.net ESMTP[^]*\r\n221 /);
  const {status, records, errors} = await visit.stop();
  assert.equal(status, 0, errors);
  assert.match(errors, /^serve: 1 connection came in, 0 connections went out, 0 mails queued; the trace is in /m);
  assert.ok(!fs.existsSync(visit.ca), 'its temporary file is gone');
  const you = records.find((record) => record.kind === 'host-added' && record.data.role === 'outside');
  assert.equal(you.data.name, 'you');
  const said = records.filter((record) => record.kind === 'said' && record.host === you.host);
  assert.deepEqual(said.map((record) => record.data.text), ['QUIT\r\n']);
  assert.ok(!records.some((record) => record.kind === 'person-acted'), 'the lesson\'s people rest');
});

test('clients: without --json people read a table', async () => {
  const base = await free_ports(16);
  const child = run(program, ['serve', lesson, '--base-port', String(base)], {cwd: top, timeout_ms: 1_500});
  const done = await child;
  assert.match(done.stdout, new RegExp(`^mail +submissions +127\\.0\\.0\\.1:${base + 2} +465 +TLS from the first octet$`, 'm'));
  assert.match(done.stdout, /^bob@example\.net +bob@example\.net +battery-staple$/m);
});

test('clients: SIGTERM ends it as well, and its trace is whole and opens again', async () => {
  const visit = await serve();
  await talk(visit.port('mail', 'imap'), ['a LOGOUT']);
  const folder = temporary_folder();
  const copy = path.join(folder, 'copy.jsonl');
  visit.child.kill('SIGTERM');
  await new Promise((resolve) => visit.child.on('close', resolve));
  fs.copyFileSync(path.join(visit.folder, 'trace.jsonl'), copy);
  const {status} = await visit.stop();
  assert.equal(status, 0);
  fs.rmSync(folder, {recursive: true});
});

test('clients: --script lets the lesson\'s people act', async () => {
  const visit = await serve(['--script', '--speed', '20']);
  const stored = await visit.until('mail-stored', ({content}) => content.includes('Subject: By the script'));
  assert.equal(stored.account, 'bob@example.org');
  await visit.stop();
});

test('clients: virtual time runs as fast as --speed says', async () => {
  const visit = await serve(['--speed', '60']);
  const began = Date.now();
  await talk(visit.port('mail', 'smtp'), ['NOOP'], {ends: false});
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds > 4 && seconds < 9, `five minutes of silence ended the session after ${seconds} s`);
  const {records} = await visit.stop();
  assert.ok(records.some(({kind, data}) => kind === 'said' && data.text.startsWith('421 4.4.2')));
});

test('clients: bad options are refused with a sentence and exit code 2', async () => {
  for (const [words, sentence] of [
    [[lesson, '--speed', 'fast'], /^serve: --speed fast: this is no speed; write 0\.01 to 1000$/m],
    [[lesson, '--speed', '0'], /this is no speed/],
    [[lesson, '--outbound', 'mail.example.org:25'], /is no address of the loopback; write 127\.0\.0\.1:PORT/],
    [[lesson, '--outbound', '8.8.8.8:25'], /is no address of the loopback/],
    [[lesson, '--trace', '/nowhere/trace'], /\/nowhere\/trace: the file cannot be written/],
    [[lesson, '--ca', '/nowhere/ca'], /\/nowhere\/ca: the file cannot be written/],
    [[lesson, '--base-port', '65534'], /choose a lower --base-port/],
    [[lesson, '--base-port', '70000'], /--base-port/],
    [[lesson, '--knob', 'colour=blue'], /there is no knob "colour"/],
    [['nothing.json'], /^nothing\.json:1:1: there is no such file; check the name$/m],
  ]) {
    const done = await mailscope('serve', ...words);
    assert.equal(done.status, 2, `${words.join(' ')}: ${done.all}`);
    assert.match(done.stderr, sentence);
  }
});

test('clients: what is written never takes the place of the scenario, nor one file of another', async () => {
  const folder = temporary_folder();
  const copy = path.join(folder, 'first-message.json');
  const text = fs.readFileSync(path.join(top, lesson), 'utf8');
  fs.writeFileSync(copy, text);
  for (const [words, sentence] of [
    [['serve', copy, '--trace', copy], /this is the scenario itself; name another file by --trace/],
    [['serve', copy, '--ca', copy], /this is the scenario itself; name another file by --ca/],
    [['serve', copy, '--ca', path.join(folder, 'one'), '--trace', path.join(folder, 'one')], /--trace and --ca are two files/],
    [['export', 'pcapng', copy, '-o', copy], /this is the file that is exported; name another one/],
  ]) {
    const done = await mailscope(...words);
    assert.equal(done.status, 2, `${words.join(' ')}: ${done.all}`);
    assert.match(done.stderr, sentence);
    assert.equal(fs.readFileSync(copy, 'utf8'), text);
  }
});

test('clients: a taken port is named', async () => {
  const base = String(await free_ports(16));
  const visit = await serve(['--base-port', base]);
  const done = await mailscope('serve', lesson, '--base-port', base);
  await visit.stop();
  assert.equal(done.status, 2);
  assert.match(done.stderr, new RegExp(`^serve: 127\\.0\\.0\\.1:${base} cannot be had \\(.*\\); choose another --base-port`, 'm'));
});

test('clients: a full trace ends the visit with a sentence and exit code 1', async () => {
  const visit = await serve(['--records', '1000']);
  const closed = new Promise((resolve) => visit.child.on('close', resolve));
  for (let i = 0; i < 200 && visit.child.exitCode === null; ++i) {
    await talk(visit.port('mail', 'smtp'), ['NOOP', 'NOOP', 'QUIT']).catch(() => '');
  }
  assert.equal(await closed, 1);
  const {errors, records} = await visit.stop();
  assert.match(errors, /its trace has reached the limit of 1000 records; begin another, or raise --records/);
  assert.equal(records.at(-1).kind, 'budget-reached');
});

test('clients: a thousand connections are open at once, and each is answered', with_visit([], async (visit) => {
  const port = visit.port('mail', 'smtp');
  const greetings = [];
  const sockets = await Promise.all(Array.from({length: 1_000}, () => new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.once('data', (data) => { greetings.push(String(data)); resolve(socket); });
  })));
  assert.ok(greetings.every((text) => text.startsWith('220 mail.example.org')));
  const last = sockets.at(-1);
  const answer = new Promise((resolve) => last.once('data', (data) => resolve(String(data))));
  last.write('EHLO crowd\r\n');
  assert.match(await answer, /^250-mail\.example\.org/);
  for (const socket of sockets) socket.destroy();
  assert.match(await talk(port, ['QUIT']), /221 /);
}));

test('clients: a half-open connection gets its answer before it ends', with_visit([], async (visit) => {
  const text = await talk(visit.port('mail', 'smtp'), ['EHLO half', 'NOOP']);
  assert.match(text, /^220 [^]*\r\n250 [^]*\r\n250 2\.0\.0/);
}));

test('clients: a connection that breaks off leaves the others alone', with_visit([], async (visit) => {
  const port = visit.port('mail', 'smtp');
  const socket = net.connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.write('EHLO gone\r\n');
  socket.resetAndDestroy();
  await visit.until('connection-ended', ({reason}) => reason === 'reset');
  assert.match(await talk(port, ['QUIT']), /221 /);
}));

test('clients: who does not read is waited for, and gets every octet in the end', with_visit(['--records', '600000'], async (visit) => {
  const body = `${'0123456789'.repeat(7)}\r\n`.repeat(14_000);  // about 1 MB, ten times
  const socket = net.connect(visit.port('mx', 'imap'), '127.0.0.1');
  let text = '';
  const until = (pattern) => new Promise((resolve) => {
    const look = (data) => {
      if (data) text += data.toString('latin1');
      if (pattern.test(text)) { socket.off('data', look); resolve(); }
    };
    socket.on('data', look);
    look();
  });
  await until(/^\* OK/);
  socket.write('a LOGIN carol@example.net purple-monkey\r\n');
  await until(/^a OK/m);
  const content = mail_text('large', {body});
  socket.write(`b APPEND INBOX {${content.length}}\r\n`);
  await until(/^\+ /m);
  socket.write(content + '\r\n');
  await until(/^b OK/m);
  socket.write('c SELECT INBOX\r\n');
  await until(/^c OK/m);
  text = '';
  socket.pause();
  for (let i = 0; i < 10; ++i) socket.write(`d${i} FETCH 1 BODY.PEEK[]\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.match(await talk(visit.port('mx', 'smtp'), ['QUIT']), /221 /, 'others are served meanwhile');
  socket.resume();
  await until(/^d9 OK/m);
  assert.equal(text.split(content).length - 1, 10);
  socket.destroy();
}));
