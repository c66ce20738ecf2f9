// Every lesson in the page: the same run, octet for octet, as natively and in Node; words in both languages.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {complete, lessons, open, shown, start, stop, top} from './support/page.mjs';

before(start);
after(stop);

// "<digest>  <lesson> [knob=position …]": the digests that tests/scenarios holds the native program to.
const native = new Map();
for (const line of fs.readFileSync(path.join(top, 'tests/scenarios/digests.txt'), 'utf8').split('\n')) {
  const [, digest, lesson, positions] = /^([0-9a-f]{64})\s+(\S+)\s*\[?([^\]]*)\]?$/.exec(line) ?? [];
  if (digest) native.set(lesson, [...native.get(lesson) ?? [], {digest, positions}]);
}

test('every lesson gives the same trace in the page as natively, as written and turned', async () => {
  const page = await open(`${lessons()[0]}/0/en`);
  await complete(page);
  for (const lesson of lessons()) {
    const runs = native.get(lesson);
    assert.ok(runs, `tests/scenarios/digests.txt knows ${lesson}`);
    // The first is as written; the last has as many knobs turned as any.
    for (const {digest, positions} of new Set([runs[0], runs.at(-1)])) {
      await page.evaluate((id) => window.mailscope.act('lesson', id), lesson);
      for (const position of positions.split(' ').filter(Boolean)) {
        await page.evaluate((knob) => window.mailscope.act('knob', knob), position);
      }
      assert.equal(await page.evaluate(() => window.mailscope.exported('digest')), digest, `${lesson} ${positions}`);
    }
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('every lesson is told in both languages, from its first step to its last', async () => {
  const page = await open(`${lessons()[0]}/0/ru`);
  await complete(page);
  for (const lesson of lessons()) {
    await page.evaluate((id) => { window.mailscope.act('lesson', id); window.mailscope.act('language', 'ru'); }, lesson);
    let now = await shown(page);
    assert.equal(now.problem, '', lesson);
    assert.match(now.lesson.title, /[а-яё]/i, lesson);
    assert.match(now.story.paragraphs.join(' '), /[а-яё]/i, lesson);
    await page.evaluate(() => { window.mailscope.act('last'); window.mailscope.act('language', 'en'); });
    now = await shown(page);
    assert.equal(now.step.index, now.step.count, lesson);
    assert.doesNotMatch(now.lesson.title + now.story.headline, /[а-яё]/i, lesson);
    assert.ok(now.done.includes(lesson));
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
