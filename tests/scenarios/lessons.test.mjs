// The lessons, by the command line program: what they promise, that they run the same everywhere, that the
// schema and the loader agree about them.
//
//   node --test tests/scenarios/lessons.test.mjs          MAILSCOPE_BUILD_DIR names the native build folder
//   UPDATE=1 node --test tests/scenarios/lessons.test.mjs rewrites digests.txt; read the diff
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, '../..');
const native = path.join(process.env.MAILSCOPE_BUILD_DIR ?? path.join(top, 'build/native'), 'mailscope');
const wasm = path.join(top, 'build/wasm/mailscope.js');
const golden = path.join(here, 'digests.txt');

function run(program, ...words) {
  const [file, ...first] = program;
  return spawnSync(file, [...first, ...words], {cwd: top, encoding: 'utf8', maxBuffer: 1 << 28});
}
const digests_of = (program) => {
  const done = run(program, 'check', '--digests', 'scenarios');
  return {status: done.status, text: done.stdout + done.stderr};
};

test('lessons: every promise holds in every knob position', () => {
  const done = run([native], 'check', 'scenarios');
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /^\d+ lessons in \d+ runs: \d+ expectations, 0 failures$/m);
});

test('lessons: the traces are those that were reviewed', () => {
  const {text} = digests_of([native]);
  if (process.env.UPDATE) fs.writeFileSync(golden, text);
  assert.equal(text, fs.readFileSync(golden, 'utf8'), 'a trace has changed: look at it, then run with UPDATE=1');
});

test('lessons: WebAssembly makes the same traces, byte for byte', () => {
  const ours = digests_of([native]);
  const theirs = digests_of([process.execPath, wasm]);
  assert.equal(theirs.text, ours.text);
  assert.equal(theirs.status, ours.status);
});

test('lessons: the schema is the one that the loader obeys, and ajv takes every lesson by it', async () => {
  const schema = run([native], 'schema').stdout;
  assert.equal(schema, fs.readFileSync(path.join(top, 'scenarios/schema.json'), 'utf8'),
      'run: build/native/mailscope schema > scenarios/schema.json');
  const {default: Ajv2020} = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({strict: false, allErrors: true});
  const validate = ajv.compile(JSON.parse(schema));
  const files = fs.readdirSync(path.join(top, 'scenarios'), {recursive: true})
      .filter((name) => name.endsWith('.json') && name.includes(path.sep));
  assert.ok(files.length >= 4);
  for (const name of files) {
    const lesson = JSON.parse(fs.readFileSync(path.join(top, 'scenarios', name), 'utf8'));
    assert.ok(validate(lesson), `${name}: ${ajv.errorsText(validate.errors)}`);
    assert.ok(!validate({...lesson, worlds: {}}), `${name}: the schema takes a misspelt key`);
    assert.ok(!validate({...lesson, title: {en: 'only English'}}), `${name}: the schema takes a lesson without Russian`);
  }
});

test('lessons: bad input is one sentence with its place, exit 2, and never a crash', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-'));
  try {
    const good = fs.readFileSync(path.join(top, 'scenarios/relays-and-abuse/open-relay.json'), 'utf8');
    const bad = {
      'empty.json': '',
      'cut.json': good.slice(0, good.length / 2),
      'deep.json': '['.repeat(100000),
      'latin1.json': Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]),
      'misspelt.json': good.replace('"hosts"', '"hosst"'),
      'stranger.json': good.replace(/"host": "mallory"/, '"host": "nobody"'),
      'huge.json': ' '.repeat(5_000_000) + good,
    };
    for (const [name, content] of Object.entries(bad)) {
      const file = path.join(folder, name);
      fs.writeFileSync(file, content);
      const done = run([native], 'run', file);
      assert.equal(done.status, 2, `${name}: exit ${done.status}, signal ${done.signal}\n${done.stderr}`);
      assert.match(done.stderr, /^\S+\.json:(\d+:\d+: )?.+/m, name);
      assert.equal(done.stdout, '', name);
    }
    assert.equal(run([native], 'run', path.join(folder, 'absent.json')).status, 2);
    assert.equal(run([native], 'run', 'scenarios/relays-and-abuse/open-relay.json', '--knob', 'relay=ajar').status, 2);
    assert.equal(run([native], 'frobnicate').status, 2);
  } finally {
    fs.rmSync(folder, {recursive: true});
  }
});

test('lessons: --help is there for everything, and list names every lesson', () => {
  for (const words of [[], ['run'], ['check'], ['list'], ['schema']]) {
    const done = run([native], ...words, '--help');
    assert.equal(done.status, 0);
    assert.match(done.stdout, /Usage|OPTIONS|Options/i);
  }
  const listed = JSON.parse(run([native], 'list', '--json').stdout);
  assert.ok(JSON.stringify(listed).includes('first-message'));
});
