// The public test suite of RFC 7208 against our SPF: every case, its result and its explanation.
//
// The suite comes with pyspf (deps.lock); its YAML is read by Python, the answers are policy_answers'.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const build = process.env.MAILSCOPE_BUILD_DIR ?? 'build/native';
const deps = process.env.MAILSCOPE_DEPS_DIR ?? '.deps';
const suite = `${deps}/src/pyspf-2.0.14/test/rfc7208-tests.yml`;

const hex = (text) => (text === '' ? '-' : Buffer.from(text, 'utf8').toString('hex'));
const unhex = (text) => (text === '-' ? '' : Buffer.from(text, 'hex').toString('utf8'));

function scenarios() {
  const read = spawnSync('/usr/bin/python3',
    ['-c', 'import sys, yaml, json; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))'],
    { input: readFileSync(suite), maxBuffer: 1 << 26 });
  assert.equal(read.status, 0, String(read.stderr));
  return JSON.parse(read.stdout);
}

// The suite's zone data as lines: TIMEOUT silences the name for types that it does not list, SPF records count as TXT where the
// name has no TXT of its own, and "TXT: NONE" says that there really is none.
function* zoneLines(zone) {
  for (const [plain, entries] of Object.entries(zone)) {
    const name = plain.replaceAll(' ', '\\032');
    const hasText = entries.some((entry) => entry.TXT !== undefined);
    for (const entry of entries) {
      if (entry === 'TIMEOUT') {
        yield `dead\t${name}`;
        continue;
      }
      for (let [type, value] of Object.entries(entry)) {
        if (type === 'SPF' && hasText) continue;
        if (type === 'SPF') type = 'TXT';
        if (value === 'NONE') continue;
        if (value === 'TIMEOUT') {
          yield `dead\t${name}`;
          continue;
        }
        if (type === 'TXT') value = [value].flat().map(hex).join(',');
        if (type === 'MX') value = value.join(' ');
        yield `record\t${name}\t${type}\t${value}`;
      }
    }
  }
}

test('spf: every case of the RFC 7208 test suite comes out as it says', () => {
  const input = [], wanted = new Map();
  for (const [index, scenario] of scenarios().entries()) {
    input.push('clear', ...zoneLines(scenario.zonedata));
    for (const [name, one] of Object.entries(scenario.tests)) {
      const id = `${index}:${name}`;
      wanted.set(id, one);
      input.push(`spf\t${id}\t${one.host}\t${hex(one.helo)}\t${hex(one.mailfrom)}`);
    }
  }
  const run = spawnSync(`${build}/policy_answers`, { input: input.join('\n') + '\n', maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, String(run.stderr));
  const wrong = [];
  let count = 0;
  for (const line of String(run.stdout).trim().split('\n')) {
    const [id, result, explanation, reason] = line.split('\t');
    const one = wanted.get(id);
    wanted.delete(id);
    ++count;
    const results = [one.result].flat();
    if (!results.includes(result)) {
      wrong.push(`${id}: ${result} (${unhex(reason)}) instead of ${results.join(' or ')}`);
    } else if (one.explanation && one.explanation !== 'DEFAULT' && unhex(explanation) !== one.explanation) {
      wrong.push(`${id}: explains "${unhex(explanation)}" instead of "${one.explanation}"`);
    }
  }
  console.log(`spf: ${count - wrong.length} of ${count} cases as the suite wants them`);
  assert.deepEqual([...wanted.keys()], [], 'cases without an answer');
  assert.equal(count, 203);
  assert.deepEqual(wrong, []);
});
