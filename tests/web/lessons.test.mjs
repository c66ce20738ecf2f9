// Every lesson in the page: the same run, octet for octet, as natively and in Node; words in both languages.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {complete, lessons, open, start, stop, top} from './support/page.mjs';

before(start);
after(stop);

// "<digest>  <lesson> [knob=position …]": the digests that tests/scenarios holds the native program to.
const native = new Map();
for (const line of fs.readFileSync(path.join(top, 'tests/scenarios/digests.txt'), 'utf8').split('\n')) {
  const [, digest, lesson, positions] = /^([0-9a-f]{64})\s+(\S+)\s*\[?([^\]]*)\]?$/.exec(line) ?? [];
  if (digest) native.set(lesson, [...native.get(lesson) ?? [], {digest, positions}]);
}

// One page for both claims, with a small picture: what is looked at is the run and the words. A lesson is one call, so
// that no frame is drawn between its moves.
let opened;
const page_of_all = () => opened ??= (async () => {
  const page = await open(`${lessons()[0]}/0/en`, {width: 400, height: 300});
  await complete(page);
  return page;
})();

test('every lesson gives the same trace in the page as natively, as written and turned', async () => {
  const page = await page_of_all();
  for (const lesson of lessons()) {
    const runs = native.get(lesson);
    assert.ok(runs, `tests/scenarios/digests.txt knows ${lesson}`);
    // The first is as written; the last has as many knobs turned as any.
    const chosen = [...new Set([runs[0], runs.at(-1)])];
    const digests = await page.evaluate(([id, turns]) => turns.map((knobs) => {
      window.mailscope.act('lesson', id);
      for (const knob of knobs) window.mailscope.act('knob', knob);
      return window.mailscope.exported('digest');
    }), [lesson, chosen.map(({positions}) => positions.split(' ').filter(Boolean))]);
    assert.deepEqual(digests, chosen.map(({digest}) => digest), lesson);
  }
  assert.deepEqual(page.faults, []);
});

test('every lesson is told in both languages, from its first step to its last', async () => {
  const page = await page_of_all();
  for (const lesson of lessons()) {
    const [russian, english] = await page.evaluate((id) => {
      const {act, shown} = window.mailscope;
      act('lesson', id);
      act('first');
      act('language', 'ru');
      const first = shown();
      act('last');
      act('language', 'en');
      return [first, shown()];
    }, lesson);
    assert.equal(russian.problem, '', lesson);
    assert.match(russian.lesson.title, /[а-яё]/i, lesson);
    assert.match(russian.story.paragraphs.join(' '), /[а-яё]/i, lesson);
    assert.equal(english.step.index, english.step.count, lesson);
    assert.doesNotMatch(english.lesson.title + english.story.headline, /[а-яё]/i, lesson);
    assert.ok(english.done.includes(lesson));
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
