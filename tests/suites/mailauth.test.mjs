// npm's mailauth and our SPF, DKIM and DMARC judge the same mails over the same simulated DNS.
//
// mailauth follows RFC 7489 with the Public Suffix List where we walk the tree as RFC 9989 says; the
// domains here have the same organisational domain by both. SPF records with a mistake behind a term that
// matches are left out: mailauth stops at the match, RFC 7208, section 4.6, wants permerror.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import test from 'node:test';

const require = createRequire(import.meta.url);
const { authenticate } = require('mailauth');
const dmarc = require('mailauth/lib/dmarc');
const build = process.env.MAILSCOPE_BUILD_DIR ?? 'build/native';
const hex = (text) => (text === '' ? '-' : Buffer.from(text, 'latin1').toString('hex'));

function ours(lines) {
  const run = spawnSync(`${build}/policy_answers`, { input: lines.join('\n') + '\n', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, String(run.stderr));
  return String(run.stdout).trim().split('\n').map((line) => line.split('\t'));
}

// The same zone for both: {"name": {TXT: [...], A: [...]}}.
const zoneLines = (zone) => ['clear', ...Object.entries(zone).flatMap(([name, types]) =>
  Object.entries(types).flatMap(([type, values]) => values.map((value) =>
    `record\t${name}\t${type}\t${type === 'TXT' ? hex(value) : value}`)))];
const resolverOf = (zone) => async (name, type) => {
  const found = zone[name.toLowerCase()]?.[type];
  if (!found) throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' });
  if (type === 'TXT') return found.map((text) => text.match(/.{1,255}/gs));
  if (type === 'MX') return found.map((value) => ({ priority: Number(value.split(' ')[0]), exchange: value.split(' ')[1] }));
  return found;
};

test('dmarc: mailauth and we agree on alignment and policy', async () => {
  const domains = ['-', 'example.org', 'mail.example.org', 'other.example.org', 'evil.example.net'];
  const records = [null, 'v=DMARC1; p=none', 'v=DMARC1; p=quarantine; adkim=s', 'v=DMARC1; p=reject; aspf=s',
    'v=DMARC1; p=reject; sp=none', 'v=DMARC1; p=none; sp=quarantine; adkim=s; aspf=s', 'v=DMARC2; p=reject'];
  let count = 0;
  const wrong = [];
  for (const record of records) {
    const zone = { 'example.org': { A: ['192.0.2.1'] }, 'mail.example.org': { A: ['192.0.2.2'] } };
    if (record) zone['_dmarc.example.org'] = { TXT: [record] };
    const cases = ['example.org', 'mail.example.org'].flatMap((author) =>
      domains.flatMap((spf) => domains.map((dkim) => ({ author, spf, dkim }))));
    const mine = ours([...zoneLines(zone), ...cases.map(({ author, spf, dkim }, index) => `dmarc\t${index}\t${author}\t${spf}\t${dkim}`)]);
    for (const [index, { author, spf, dkim }] of cases.entries()) {
      const theirs = await dmarc.dmarc({
        headerFrom: [`alice@${author}`],
        spfDomains: spf === '-' ? [] : [spf],
        dkimDomains: dkim === '-' ? [] : [{ id: 1, domain: dkim }],
        resolver: resolverOf(zone),
      });
      const [, result, policy] = mine[index];
      // mailauth 4.9.5 goes on to relaxed alignment where a record says strict: there the rule itself
      // decides, the same domain letter by letter (strict alignment in RFC 9989).
      const isStrict = (tag) => record?.includes(`${tag}=s`);
      const isAligned = (domain, tag) => domain === author || (!isStrict(tag) && domain.endsWith('example.org'));
      const byRule = isAligned(spf, 'aspf') || isAligned(dkim, 'adkim') ? 'pass' : 'fail';
      const want = theirs.status.result !== 'none' && (isStrict('aspf') || isStrict('adkim')) ? byRule : theirs.status.result;
      ++count;
      if (result !== want || (result === 'fail' && policy !== theirs.policy))
        wrong.push(`${record}, From ${author}, SPF ${spf}, DKIM ${dkim}: we ${result}/${policy}, mailauth ${want}/${theirs.policy}`);
    }
  }
  console.log(`dmarc: ${count - wrong.length} of ${count} cases as mailauth (or, where strict, the rule) has them`);
  assert.deepEqual(wrong, []);
});

test('spf, dkim and dmarc: mailauth and we agree on whole mails', async () => {
  const mail = 'From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: Lunch\r\n' +
    'Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nSee you  at noon. \r\n\r\n';
  const spfRecords = ['v=spf1 mx -all', 'v=spf1 a:mail.example.org ~all', 'v=spf1 ip4:192.0.2.0/24 ?all', 'v=spf1 include:_spf.example.org -all', 'v=spf1 mx: -all', null];
  const changes = { whole: (text) => text, 'another subject': (text) => text.replace('Lunch', 'Diner'), 'another word': (text) => text.replace('noon', 'nine') };
  let count = 0;
  const wrong = [];
  for (const algorithm of ['rsa', 'ed25519']) for (const form of ['simple', 'relaxed']) {
    const [[, signed, key]] = ours([`sign\t0\t${algorithm}\t${form}\t${form}\t${hex(mail)}`]);
    for (const record of spfRecords) for (const ip of ['192.0.2.25', '203.0.113.66']) for (const [what, change] of Object.entries(changes)) {
      const zone = {
        'example.org': { MX: ['10 mail.example.org'], ...(record ? { TXT: [record] } : {}) },
        'mail.example.org': { A: ['192.0.2.25'] },
        '_spf.example.org': { TXT: ['v=spf1 ip4:192.0.2.25 -all'] },
        's1._domainkey.example.org': { TXT: [Buffer.from(key, 'hex').toString()] },
        '_dmarc.example.org': { TXT: ['v=DMARC1; p=reject'] },
      };
      const text = change(Buffer.from(signed, 'hex').toString('latin1'));
      const theirs = await authenticate(Buffer.from(text, 'latin1'), {
        ip, helo: 'mail.example.org', sender: 'alice@example.org', mta: 'mx.example.net', resolver: resolverOf(zone),
        disableArc: true, disableBimi: true, minBitLength: 1024,
      });
      const [[, spf], [, dkim]] = ours([...zoneLines(zone),
        `spf\ts\t${ip}\t${hex('mail.example.org')}\t${hex('alice@example.org')}`, `dkim\td\t1772442060\t${hex(text)}`]);
      const dkimStatus = dkim.split(' ')[0];
      const [[, verdict]] = ours([...zoneLines(zone),
        `dmarc\tm\texample.org\t${spf === 'pass' ? 'example.org' : '-'}\t${dkimStatus === 'pass' ? 'example.org' : '-'}`]);
      const title = `${algorithm} ${form}, ${record}, ${ip}, ${what}`;
      ++count;
      const both = [[spf, theirs.spf.status.result], [dkimStatus === 'pass', theirs.dkim.results[0].status.result === 'pass'], [verdict, theirs.dmarc.status.result]];
      for (const [mine, other] of both) if (mine !== other) wrong.push(`${title}: we ${mine}, mailauth ${other}`);
    }
  }
  console.log(`mailauth: ${count} mails judged alike`);
  assert.deepEqual(wrong, []);
});
