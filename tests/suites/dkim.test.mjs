// Our DKIM and python3-dkim judge each other: what one signs the other verifies, and where a mail was
// changed on the way both say so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

const build = process.env.MAILSCOPE_BUILD_DIR ?? 'build/native';
const hex = (octets) => (octets.length === 0 ? '-' : Buffer.from(octets, 'latin1').toString('hex'));

const header = 'From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: Lunch\r\n' +
  'Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n';
const mails = {
  plain: `${header}\r\nSee you at noon.\r\n`,
  'no body': `${header}\r\n`,
  'blank lines at the end': `${header}\r\nOne\r\n\r\n\r\n\r\n`,
  'blanks in lines': `${header}\r\nOne  two \t three   \r\n \r\n\t\r\nfour\r\n`,
  'folded and odd fields': 'From:   Alice\r\n\t<alice@example.org>  \r\nSUBJECT: A   long\r\n   subject \r\n' +
    'To:bob@example.net,\r\n carol@example.net\r\nCc:\r\nDate:  Mon, 2 Mar 2026 09:00:00 +0000 \r\n\r\nText\r\n',
  'a field twice': `Received: one\r\nReceived: two\r\nCc: a@example.net\r\nCc: b@example.net\r\n${header}\r\nText\r\n`,
  'eight bit': `${header}Content-Type: text/plain; charset=utf-8\r\n\r\n\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82\r\n`,
  'a dot and long lines': `${header}\r\n.\r\n..\r\n${'x'.repeat(990)}\r\n`,
};
// On the way: [what, change, survives simple header, simple body, relaxed header, relaxed body].
const changes = [
  ['nothing', (mail) => mail, true, true, true, true],
  ['a Received on top', (mail) => `Received: from a by b\r\n${mail}`, true, true, true, true],
  ['the subject', (mail) => mail.replace(/Lunch|subject/, 'Diner'), false, true, false, true],
  ['a word of the body', (mail) => mail.replace(/\r\n\r\n/, '\r\n\r\nX'), true, false, true, false],
  ['one blank more in a field', (mail) => mail.replace(/\r\nTo: ?/, '\r\nTo:  '), null, null, true, true],
  ['blank lines at the end', (mail) => `${mail}\r\n\r\n`, null, null, null, null],
  ['blanks at a line\'s end', (mail) => mail.replace(/\r\n$/, '  \r\n'), null, null, null, null],
];
const forms = ['simple', 'relaxed'], algorithms = ['rsa', 'ed25519'];

function peer(requests) {
  const run = spawnSync('/usr/bin/python3', ['tests/suites/dkim_peer.py'],
    { input: requests.map((one) => JSON.stringify(one)).join('\n') + '\n', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, String(run.stderr));
  return String(run.stdout).trim().split('\n').map((line) => JSON.parse(line));
}

function ours(lines) {
  const run = spawnSync(`${build}/policy_answers`, { input: lines.join('\n') + '\n', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, String(run.stderr));
  return String(run.stdout).trim().split('\n').map((line) => line.split('\t'));
}

const combinations = [];
for (const name of Object.keys(mails))
  for (const algorithm of algorithms)
    for (const head of forms)
      for (const body of forms) combinations.push({ name, algorithm, head, body });

// Every signed mail with every change, judged by both.
function judge(signed) {
  const cases = signed.flatMap((one) => changes.map(([what, change, sh, sb, rh, rb]) => ({
    ...one, what,
    mail: change(Buffer.from(one.mail, 'hex').toString('latin1')),
    survives: [one.head === 'simple' ? sh : rh, one.body === 'simple' ? sb : rb],
  })));
  const theirs = peer(cases.map(({ mail, record }) => ({ do: 'verify', mail: Buffer.from(mail, 'latin1').toString('hex'), record })));
  const mine = ours(cases.flatMap(({ mail, record }, index) => [
    'clear', `record\ts1._domainkey.example.org\tTXT\t${hex(record)}`, `dkim\t${index}\t1772442060\t${hex(mail)}`]));
  const wrong = [];
  for (const [index, one] of cases.entries()) {
    const [status, , reason] = (mine[index][1] ?? 'none').split(' ');
    const title = `${one.name}, ${one.algorithm} ${one.head}/${one.body}, changed: ${one.what}`;
    const why = reason && reason !== '-' ? Buffer.from(reason, 'hex').toString() : '';
    if ((status === 'pass') !== theirs[index].pass)
      wrong.push(`${title}: we say ${status} (${why}), python3-dkim ${theirs[index].pass} (${theirs[index].why})`);
    // With l= what comes behind the signed octets may be anything (RFC 6376, section 8.2).
    if (one.survives.includes(false) && !one.length && status === 'pass') wrong.push(`${title}: it passes`);
    if (one.survives.every((each) => each === true) && status !== 'pass') wrong.push(`${title}: ${status} ${why}`);
  }
  assert.deepEqual(wrong, []);
  return cases.length;
}

test('dkim: python3-dkim verifies what we sign, and refuses what was changed', () => {
  const signed = ours(combinations.map(({ name, algorithm, head, body }, index) =>
    `sign\t${index}\t${algorithm}\t${head}\t${body}\t${hex(mails[name])}`));
  const count = judge(combinations.map((one, index) => ({
    ...one, mail: signed[index][1], record: Buffer.from(signed[index][2], 'hex').toString() })));
  console.log(`dkim: ${count} of our signatures judged alike by python3-dkim`);
});

test('dkim: we verify what python3-dkim signs, and refuse what was changed', () => {
  for (const length of [false, true]) {
    const signed = peer(combinations.map(({ name, algorithm, head, body }) =>
      ({ do: 'sign', mail: Buffer.from(mails[name], 'latin1').toString('hex'), algorithm, header: head, body, length })));
    const count = judge(combinations.map((one, index) => ({ ...one, ...signed[index], length })));
    console.log(`dkim: ${count} of python3-dkim's signatures judged alike${length ? ', with l=' : ''}`);
  }
});
