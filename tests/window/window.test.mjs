// mailscope-ui: the page's window, natively, on a display that nobody sees.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {PNG} from 'pngjs';

const program = path.join(process.env.MAILSCOPE_BUILD_DIR ?? 'build/native', 'mailscope-ui');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-window-'));
after(() => fs.rmSync(folder, {recursive: true}));

function run(...options) {
  return spawnSync('xvfb-run', ['-a', '-s', '-screen 0 1400x1000x24', program, ...options], {encoding: 'utf8', timeout: 60_000});
}

// The picture, and how many different colours it has.
function shot(name, ...options) {
  const file = path.join(folder, `${name}.png`);
  const {status, stderr} = run('scenarios', ...options, '--screenshot', file);
  assert.equal(status, 0, stderr);
  const picture = PNG.sync.read(fs.readFileSync(file));
  const colours = new Set();
  for (let i = 0; i < picture.data.length; i += 4) colours.add(picture.data.readUInt32BE(i));
  return {...picture, colours: colours.size};
}

test('window: a lesson is drawn, in the size, language and theme that are asked for', () => {
  const light = shot('light', '--lesson', 'first-message', '--step', '12');
  assert.deepEqual([light.width, light.height], [1280, 800]);
  assert.ok(light.colours > 100, `text and shapes have many shades: ${light.colours}`);
  const dark = shot('dark', '--lesson', 'first-message', '--step', '12', '--theme', 'dark', '--lang', 'ru', '--size', '390x844');
  assert.deepEqual([dark.width, dark.height], [390, 844]);
  assert.ok(light.data[0] > 200 && dark.data[0] < 60, 'paper is light or dark');
});

test('window: the same step gives the same picture, another step another one', () => {
  const [first, again, later] = [['12'], ['12'], ['30']].map(([step], i) => shot(`step${i}`, '--lesson', 'first-message', '--step', step));
  assert.ok(first.data.equals(again.data));
  assert.ok(!first.data.equals(later.data));
});

test('window: a wrong command line is a sentence and exit 2', () => {
  for (const [options, word] of [
    [['scenarios', '--size', 'big'], 'WIDTHxHEIGHT'],
    [['scenarios', '--lesson', 'no-such-lesson', '--screenshot', path.join(folder, 'none.png')], 'no-such-lesson'],
    [['no-such-folder'], 'no-such-folder'],
  ]) {
    const {status, stderr} = run(...options);
    assert.equal(status, 2);
    assert.ok(stderr.includes(word), stderr);
  }
});
