// The page as people use it, in a real browser: by keyboard, by link, by mouse and touch.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {address, complete, eventually, frames, lessons, open, press, settled, shown, start, stop, visit} from './support/page.mjs';

before(start);
after(stop);

test('the first visit opens the first lesson at its beginning, with a tour that can be skipped; a failure to load is told', async () => {
  const page = await open('', {isFirst: true});
  const card = page.locator('#tour');
  await eventually(async () => assert.match(await card.textContent(), /mail travels/));
  await card.getByRole('button', {name: 'Next', exact: true}).click();
  await eventually(async () => assert.match(await card.textContent(), /arrow keys/));
  await card.getByRole('button', {name: 'Skip the tour'}).click();
  await card.waitFor({state: 'detached'});
  const now = await shown(page);
  assert.equal(now.lesson.id, lessons()[0]);
  assert.equal(now.step.index, 0);
  assert.ok(now.step.count > 10, 'a lesson has steps');
  assert.match(await page.title(), /Mailscope/);
  assert.deepEqual(page.faults, []);
  // The same page when the program cannot be fetched: a sentence, not a blank page.
  await page.route('**/mailscope_page.wasm', (route) => route.abort());
  await page.goto(address() + '?again');
  await page.locator('#message').waitFor({state: 'visible'});
  assert.match(await page.locator('#message').textContent(), /Loading has failed|Загрузить не удалось/);
  await page.context().close();
});

const headline = (page) => page.evaluate(() => window.mailscope.shown().story.headline);

// Stepping and knobs are the same code for every lesson: a short one and one with an attacker stand for all.
let lessonPage;
for (const lesson of ['pop3-deletes', 'starttls-stripping']) {
  test(`${lesson}: to the end and back by keyboard, in both languages`, async () => {
    const page = lessonPage ??= await open(`${lesson}/0/en`, {width: 400, height: 300});
    await visit(page, `${lesson}/0/en`);
    const {step: {count}} = await shown(page);
    const headlines = [];
    for (let i = 0; i < count; ++i) {
      headlines.push(await headline(page));
      await page.keyboard.press('ArrowRight');
    }
    let now = await shown(page);
    assert.equal(now.step.index, count, 'the last step is reached');
    assert.ok(now.done.includes(lesson), 'a lesson seen to its end is done');
    await press(page, 'KeyG');
    now = await shown(page);
    assert.equal(now.language, 'ru');
    assert.equal(now.step.index, count, 'the place is kept when the language changes');
    assert.match(now.lesson.title, /[а-яё]/i);
    await press(page, 'KeyG');
    for (let i = count - 1; i >= 0; --i) {
      await page.keyboard.press('ArrowLeft');
      assert.equal(await headline(page), headlines[i], 'stepping back is exact');
    }
    await press(page, 'End');
    assert.equal((await shown(page)).step.index, count);
    await press(page, 'Home');
    assert.equal((await shown(page)).step.index, 0);
    assert.deepEqual(page.faults, []);
  });

  test(`${lesson}: every knob position runs, marks what changed, and turns back without a trace`, async () => {
    const page = lessonPage;
    const {knobs} = await shown(page);
    assert.ok(knobs.length > 0, 'a lesson has knobs');
    let differences = 0;
    for (const knob of knobs) {
      const turned = async ({action, argument}) => {
        await page.evaluate((turn) => window.mailscope.act(...turn), [action, argument]);
        return shown(page);
      };
      for (const value of knob.values) {
        const now = await turned(value);
        assert.equal(now.problem, '');
        assert.equal(now.knobs.find((other) => other.id === knob.id).values.find((other) => other.on).argument, value.argument);
        if (now.difference) ++differences;
      }
      assert.equal((await turned(knob.values.find((value) => value.on))).difference, '', 'as written, nothing is marked');
    }
    assert.ok(differences > 0, 'some knob changes something');
    assert.deepEqual(page.faults, []);
  });
}

test('links: a broken one says so and opens what it can; lesson, step and language from the address; the address follows', async () => {
  const [, second] = lessons();
  const page = await open('no-such-lesson/7/en');
  await eventually(async () => assert.match(await page.locator('#toast').textContent(), /no-such-lesson/));
  assert.equal((await shown(page)).lesson.id, lessons()[0]);
  await visit(page, `${second}/3/ru`);
  let now = await shown(page);
  assert.deepEqual([now.lesson.id, now.step.index, now.language], [second, 3, 'ru']);
  await press(page, 'ArrowRight');
  await page.waitForFunction((hash) => location.hash === hash, `#${second}/4/ru`);
  const entries = await page.evaluate(() => history.length);
  await press(page, 'ArrowRight', 5);
  assert.equal(await page.evaluate(() => history.length), entries, 'steps make no history');
  await page.evaluate((lesson) => window.mailscope.act('lesson', lesson), lessons()[0]);
  await page.waitForFunction((hash) => location.hash === hash, `#${lessons()[0]}/0/ru`);
  await page.goBack();
  await page.waitForFunction((lesson) => window.mailscope.shown().lesson.id === lesson, second);
  now = await shown(page);
  assert.equal(now.step.index, 9, 'back leads to the step where one was');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

let idlePage;
test('an idle page draws nothing; play goes on by itself, stops at the end or at a question, and pause holds it', async () => {
  const page = idlePage = await open('', {motion: 'no-preference'});
  await complete(page);
  await settled(page);
  const before_rest = await frames(page);
  await page.waitForTimeout(1200);
  assert.equal(await frames(page), before_rest, 'no frame while nothing moves');
  await press(page, 'Space');
  await page.waitForFunction(() => window.mailscope.shown().step.index >= 2);
  assert.ok(await frames(page) > before_rest, 'a step is drawn');
  // It may have stopped at a question by itself just before the key, which then starts it again.
  while ((await shown(page)).playing) await press(page, 'Space');
  await settled(page);  // no frame and no timer is left that could go on
  const {step, playing} = await shown(page);
  assert.equal(playing, false);
  await page.waitForTimeout(2500);
  assert.equal((await shown(page)).step.index, step.index);
});

test('the mouse scrubs the timeline; keys work on a Russian layout, too', async () => {
  const page = idlePage;
  await visit(page, `${lessons()[0]}/0/en`);
  await settled(page);
  await page.mouse.move(60, 80);
  await page.mouse.down();
  await page.mouse.move(640, 80, {steps: 4});
  await page.mouse.up();
  await settled(page);
  const {step} = await shown(page);
  assert.ok(Math.abs(step.index / step.count - 0.5) < 0.05, `the middle of the timeline is the middle of the run: ${step.index} of ${step.count}`);

  const session = await page.context().newCDPSession(page);
  for (const type of ['rawKeyDown', 'keyUp']) {
    await session.send('Input.dispatchKeyEvent', {type, key: 'п', code: 'KeyG', windowsVirtualKeyCode: 71});
  }
  await page.waitForFunction(() => document.documentElement.lang === 'ru');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('touch: tabs of a phone, and dragging a list scrolls instead of choosing', async () => {
  const page = await open('', {width: 390, height: 844, touch: true, ratio: 2});
  await settled(page);
  await page.touchscreen.tap(97, 817);
  await settled(page);
  await press(page, 'End');
  const before_drag = await shown(page);
  await page.mouse.move(200, 600);
  await page.mouse.down();
  await page.mouse.move(200, 300, {steps: 5});
  await page.mouse.up();
  await settled(page);
  assert.equal((await shown(page)).step.index, before_drag.step.index);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
