// docs/CONFORMANCE.md against the tree: no promise without code and a test that are there.
//
// A row names files in backticks, and in its last cell tests: a file, and behind it the titles in quotation marks.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

const file = 'docs/CONFORMANCE.md';

// The rows of the document's tables, heads and rulers left out: their cells, with the line they stand in.
function rows_of(text) {
  return text.split('\n').flatMap((line, i) => {
    if (!line.startsWith('|') || /^\|[\s|:-]+\|$/.test(line) || /^\| Promise \|/.test(line)) return [];
    return [{at: `${file}:${i + 1}`, cells: line.slice(1, -1).split(' | ').map((cell) => cell.trim())}];
  });
}

// What is wrong with a row. `read`: the text of a file of the tree; undefined when there is none.
function faults_of({at, cells}, read) {
  if (cells.length !== 3) return [`${at}: promise, code and test are three cells`];
  const [promise, code, tests] = cells;
  const faults = [];
  if (!/\b(RFC \d+|Exchange|XOAUTH2|serve|export)/.test(promise)) faults.push(`${at}: the promise names no source`);
  if (/^not met: \S/.test(tests)) return faults;
  const files = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  if (!files(code).some((name) => /^(sim|ui)\//.test(name))) faults.push(`${at}: no code is named`);
  for (const name of files(code)) if (read(name) === undefined) faults.push(`${at}: ${name} is not there`);
  const named = [...tests.matchAll(/`([^`]+)`((?:,? ?"[^"]+")*)/g)];
  if (named.length === 0) faults.push(`${at}: no test is named`);
  for (const [, name, titles] of named) {
    const text = read(name);
    if (text === undefined) faults.push(`${at}: ${name} is not there`);
    const quoted = [...titles.matchAll(/"([^"]+)"/g)].map(([, title]) => title);
    if (quoted.length === 0) faults.push(`${at}: ${name} without a title`);
    for (const title of quoted) if (text !== undefined && !has_test(text, title)) faults.push(`${at}: ${name} has no test "${title}"`);
  }
  return faults;
}

// Catch2's and node's tests; a long title may be broken into two literals.
function has_test(text, title) {
  const joined = text.replace(/"\s*\n\s*"/g, '');
  return ['TEST_CASE("', 'TEST_CASE(\n    "', "test('", 'test("', 'test(`'].some((opening) => joined.includes(opening + title));
}

const read_file = (name) => fs.existsSync(name) && fs.statSync(name).isFile() ? fs.readFileSync(name, 'utf8') : undefined;

test('arch: every promise of docs/CONFORMANCE.md names code and tests that are there', () => {
  const rows = rows_of(fs.readFileSync(file, 'utf8'));
  assert.ok(rows.length > 50, `${rows.length} rows`);
  assert.deepEqual(rows.flatMap((row) => faults_of(row, read_file)), []);
});

test('arch: a row that names what is not there is found', () => {
  const tree = {'sim/a.h': '', 'tests/a_test.cpp': 'TEST_CASE("a: is true", "[a]")'};
  const faults = (line) => rows_of(line).flatMap((row) => faults_of(row, (name) => tree[name])).length;
  assert.equal(faults('| RFC 1, A | `sim/a.h` | `tests/a_test.cpp` "a: is true" |'), 0);
  assert.equal(faults('| RFC 1, A | `sim/a.h` | not met: nobody needs it |'), 0);
  assert.equal(faults('| RFC 1, A | `sim/b.h` | `tests/a_test.cpp` "a: is true" |'), 1);
  assert.equal(faults('| RFC 1, A | `sim/a.h` | `tests/a_test.cpp` "a: is false" |'), 1);
  assert.equal(faults('| RFC 1, A | `sim/a.h` | `tests/b_test.cpp` "a: is true" |'), 1);
  assert.equal(faults('| RFC 1, A | `sim/a.h` | |'), 1);
  assert.equal(faults('| A | nothing | `tests/a_test.cpp` |'), 3);
});
