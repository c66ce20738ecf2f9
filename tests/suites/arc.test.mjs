// Our ARC seals before python3-dkim and npm's mailauth: chains that hold, and chains that somebody broke.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import test from 'node:test';

const require = createRequire(import.meta.url);
const { authenticate } = require('mailauth');
const build = process.env.MAILSCOPE_BUILD_DIR ?? 'build/native';
const hex = (text) => (text === '' ? '-' : Buffer.from(text, 'latin1').toString('hex'));
const text_of = (octets) => (octets === '-' ? '' : Buffer.from(octets, 'hex').toString('latin1'));

function lines_of(command, args, input) {
  const run = spawnSync(command, args, { input: input.join('\n') + '\n', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, String(run.stderr));
  return String(run.stdout).trim().split('\n');
}
const ours = (input) => lines_of(`${build}/policy_answers`, [], input).map((line) => line.split('\t'));
const peer = (requests) => lines_of('/usr/bin/python3', ['tests/suites/dkim_peer.py'], requests.map((one) => JSON.stringify(one))).map((line) => JSON.parse(line));

const mail = 'From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: A   long\r\n  subject\r\n' +
  'Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nSee you  at noon. \r\n\r\n\r\n';
const domains = ['alumni.example', 'list.example', 'last.example'];
const results = (domain) => `mx.${domain}; spf=pass smtp.mailfrom=alice@example.org;\r\n\tdmarc=pass header.from=example.org`;

let record = '';
const dns = () => ['clear', ...domains.map((domain) => `record\ts1._domainkey.${domain}\tTXT\t${hex(record)}`)];
function sealed(text, domain) {
  const [[, whole, key]] = ours([...dns(), `seal\t0\t${domain}\t${hex(results(domain))}\t${hex(text)}`]);
  record = text_of(key);
  return text_of(whole);
}

test('arc: python3-dkim and mailauth find our chains as we do, whole and broken', async () => {
  const one = sealed(mail, domains[0]);
  const two = sealed(`Received: from a by b\r\n${one}`, domains[1]);
  // A list changes the mail and seals what it has made of it: the chain goes on.
  const listed = sealed(one.replace('See you', '[team] See you'), domains[1]);
  const footer = sealed(`${one}-- \r\nfooter\r\n`, domains[1]);
  const three = sealed(two, domains[2]);
  const whole = { none: mail, one, two, three, 'a Received on top': `Received: from c by d\r\n${two}` };
  const broken = {
    'the body': two.replace('noon', 'one'),
    'the subject': two.replace('long', 'short'),
    'what the first host has seen': three.replace('mx.alumni.example; spf=pass', 'mx.alumni.example; spf=fail'),
    'the last host\'s results': one.replace('dmarc=pass', 'dmarc=fail'),
    'the signature in the middle': three.replace(/(ARC-Message-Signature: i=2;[^]*?bh=)./, '$1x'),
    'a seal is missing': two.replace(/ARC-Seal: i=1;[^]*?\r\n(?=ARC)/, ''),
    'the first set is missing': two.replace(/ARC-Seal: i=1;[^]*?(?=From:)/, ''),
    'a set twice': one + '', 'a list that did not look first': listed, 'a footer, found and said': footer,
  };
  broken['a set twice'] = one.replace(/(ARC-Authentication-Results: i=1;[^]*?\r\n)(?=From)/, '$1$1');
  const cases = Object.entries({ ...whole, ...broken });
  const mine = ours([...dns(), ...cases.map(([, text], index) => `arc\t${index}\t1772442060\t${hex(text)}`)]);
  const python = peer(cases.map(([, text]) => ({ do: 'arc', mail: Buffer.from(text, 'latin1').toString('hex'), record })));
  const resolver = async (name, type) => {
    if (type === 'TXT' && name.includes('_domainkey')) return [[record]];
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  };
  for (const [index, [name, text]] of cases.entries()) {
    const want = name === 'none' ? 'none' : name in whole ? 'pass' : 'fail';
    const [, status, reason] = mine[index];
    assert.equal(status, want, `${name}: we say ${status} (${text_of(reason)})`);
    assert.equal(python[index].status, want, `${name}: python3-dkim says ${JSON.stringify(python[index])}`);
    const theirs = await authenticate(Buffer.from(text, 'latin1'), { ip: '192.0.2.1', helo: 'x.example', sender: 'a@x.example', resolver });
    assert.equal(theirs.arc.status.result, want, `${name}: mailauth says ${JSON.stringify(theirs.arc.status)}`);
  }
  // Who finds the chain broken seals that, and nobody after it seals more (RFC 8617, section 5.1).
  assert.match(listed, /^ARC-Seal: i=2;[^]*?cv=fail/);
  assert.equal(sealed(listed, domains[2]), listed);
});
