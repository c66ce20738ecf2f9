// Python's smtplib, poplib and imaplib: python_clients.py plays each dialogue and asserts what it gets.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {run, top, with_visit} from './support/visit.mjs';

const script = path.join(top, 'tests/clients/python_clients.py');
const tests = [...fs.readFileSync(script, 'utf8').matchAll(/^def test_(\w+)\(/gm)].map(([, name]) => name);

assert.ok(tests.length > 0);
for (const name of tests) {
  test(`clients: python: ${name.replaceAll('_', ' ')}`, with_visit([], async (visit) => {
    const done = await run('/usr/bin/python3', [script, name, JSON.stringify(visit.table)], {timeout_ms: 60_000});
    assert.equal(done.status, 0, done.all);
    assert.match(done.stdout, new RegExp(`^ok ${name}$`, 'm'));
  }));
}
