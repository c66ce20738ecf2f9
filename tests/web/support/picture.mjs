// A picture of a page against an approved one of tests/web/approved.
//
//   MAILSCOPE_WRITE_GOLDENS=1 node --test tests/web/screens.test.mjs     approves what is there now: look at it first
//
// What differs is left in build/screens. A few pixels may: text is drawn by another version of Chromium elsewhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import {PNG} from 'pngjs';
import {top} from './page.mjs';

const approved = path.join(top, 'tests/web/approved'), out = path.join(top, 'build/screens');
const tolerance = 0.004;  // of all pixels

export function approve(name, shot) {
  if (process.env.MAILSCOPE_WRITE_GOLDENS) {
    fs.writeFileSync(path.join(approved, name), shot);
    return;
  }
  const was = PNG.sync.read(fs.readFileSync(path.join(approved, name))), is = PNG.sync.read(shot);
  assert.deepEqual([is.width, is.height], [was.width, was.height]);
  const difference = new PNG({width: was.width, height: was.height});
  const count = pixelmatch(was.data, is.data, difference.data, was.width, was.height, {threshold: 0.15});
  if (count <= tolerance * was.width * was.height) return;
  fs.mkdirSync(out, {recursive: true});
  fs.writeFileSync(path.join(out, name), shot);
  fs.writeFileSync(path.join(out, `difference-${name}`), PNG.sync.write(difference));
  assert.fail(`${count} pixels differ; see build/screens/${name}`);
}
