// swaks: authentication mechanism by mechanism, STARTTLS or not, pipelining, refusals with their codes.
import assert from 'node:assert/strict';
import test from 'node:test';

import {run, with_visit} from './support/visit.mjs';

const login = ['--auth-user', 'alice@example.org', '--auth-password', 'correct-horse'];
const swaks = (visit, service, ...words) => run('swaks', [
  '--server', `localhost:${visit.port('mail', service)}`, '--ehlo', 'laptop.example', '--from', 'alice@example.org', '--to', 'bob@example.org',
  '--timeout', '15', ...words]);
const delivered = (visit, subject) => visit.until('mail-stored', ({content}) => content.includes(`\r\nSubject: ${subject}\r\n`));
const subject = (words) => ['--header', `Subject: ${words}`];

for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
  test(`clients: swaks logs in by ${mechanism} after STARTTLS and at the implicit door`, with_visit([], async (visit) => {
    for (const [service, tls] of [['submission', '--tls'], ['submissions', '--tls-on-connect']]) {
      const name = `swaks ${mechanism} ${service}`;
      const done = await swaks(visit, service, tls, '--tls-verify', '--tls-ca-path', visit.ca, '--auth', mechanism, ...login, ...subject(name));
      assert.equal(done.status, 0, done.all);
      assert.match(done.stdout, /=== TLS started with cipher TLSv1\.3/);
      assert.match(done.stdout, /<~ {2}235 2\.7\.0/);
      assert.equal((await delivered(visit, name)).account, 'bob@example.org');
    }
  }));
}

test('clients: swaks pipelines a whole mail', with_visit([], async (visit) => {
  const done = await swaks(visit, 'submission', '--tls', '--pipeline', '--auth', 'PLAIN', ...login, ...subject('swaks in a pipeline'));
  assert.equal(done.status, 0, done.all);
  assert.match(done.stdout, /^ ~> MAIL FROM:.*\n ~> RCPT TO:.*\n ~> DATA\n<~ {2}250 2\.1\.0/m);
  await delivered(visit, 'swaks in a pipeline');
}));

test('clients: swaks is refused: wrong password, no TLS, nobody by that name, relaying', with_visit([], async (visit) => {
  const wrong = await swaks(visit, 'submissions', '--tls-on-connect', '--auth', 'PLAIN', '--auth-user', 'alice@example.org', '--auth-password', 'x');
  assert.equal(wrong.status, 28, wrong.all);
  assert.match(wrong.stdout, /<~\* 535 5\.7\.8/);
  const in_clear = await swaks(visit, 'submission', '--auth', 'PLAIN', ...login);
  assert.equal(in_clear.status, 28, in_clear.all);
  const anonymous = await swaks(visit, 'submission', '--tls');
  assert.notEqual(anonymous.status, 0);
  assert.match(anonymous.stdout, /<~\* 530 5\.7\.0/);
  const nobody = await swaks(visit, 'smtp', '--to', 'nobody@example.org');
  assert.equal(nobody.status, 24, nobody.all);
  assert.match(nobody.stdout, /<\*\* 550 5\.1\.1/);
  const relay = await swaks(visit, 'smtp', '--to', 'x@example.com');
  assert.equal(relay.status, 24, relay.all);
  assert.match(relay.stdout, /<\*\* 550 5\.7\.1/);
}));

test('clients: swaks sends to several recipients, of whom one is unknown', with_visit([], async (visit) => {
  const done = await swaks(visit, 'smtp', '--to', 'bob@example.org,nobody@example.org,alice@example.org', ...subject('swaks to three'));
  assert.match(done.stdout, /<\*\* 550 5\.1\.1/);
  const accounts = new Set();
  for (const want of ['bob@example.org', 'alice@example.org']) {
    accounts.add((await visit.until('mail-stored', ({content, account}) => account === want && content.includes('Subject: swaks to three'))).account);
  }
  assert.equal(accounts.size, 2);
}));

test('clients: swaks greets by HELO and gets no extensions', with_visit([], async (visit) => {
  const done = await swaks(visit, 'smtp', '--protocol', 'SMTP', ...subject('swaks by HELO'));
  assert.equal(done.status, 0, done.all);
  assert.match((await delivered(visit, 'swaks by HELO')).content, / with SMTP\r\n/);
}));
