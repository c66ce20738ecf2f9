// The mirror: the whole lesson in real HTML, for those who do not see the picture, and without WebGL.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {ask, complete, eventually, lessons, open, press, shown, start, stop, violations, visit} from './support/page.mjs';

before(start);
after(stop);

const no_webgl = () => {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest); };
};

test('without WebGL the text view stands alone and says why; a whole lesson by it: steps, questions, a knob', async () => {
  const page = await open(`${lessons()[0]}/0/en`, {script: no_webgl});
  assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'text');
  assert.ok(await page.locator('#mirror').isVisible());
  assert.ok(!await page.locator('#canvas').isVisible());
  assert.match(await page.locator('#toast').textContent(), /WebGL/);
  assert.deepEqual(await violations(page), []);
  const next = page.getByRole('button', {name: 'Next step'});
  const asked = new Set();
  for (let {step, story} = await shown(page); step.index < step.count; {step, story} = await shown(page)) {
    await next.click();
    await page.waitForFunction((before) => window.mailscope.shown().step.index === before + 1, step.index);
    ({story} = await shown(page));
    assert.ok(story.headline.length > 3);
    await eventually(async () => {
      assert.equal(await page.locator('#mirror .headline').textContent(), story.headline);
      assert.ok((await page.locator('#live').textContent()).includes(story.headline), 'the step is announced');
    });
    const question = page.locator('#question');
    if (await question.count() === 0) continue;
    const text = await question.locator('legend').textContent();
    if (asked.has(text)) continue;
    asked.add(text);
    const {question: {kind, options}} = await shown(page);
    if (kind === 'one' || kind === 'several') {
      for (let i = 0; i < options.length; ++i) {
        await question.locator('input').nth(i).check();
        if (kind === 'several') continue;
        await eventually(async () => assert.notEqual((await shown(page)).question.verdict, ''));
        if ((await shown(page)).question.right) break;
      }
      if (kind === 'several') await question.getByRole('button').last().click();
      await question.locator('.verdict').waitFor();
    }
  }
  assert.ok(asked.size >= 2, `at least two questions were asked: ${asked.size}`);
  assert.ok((await shown(page)).done.includes(lessons()[0]));
  await eventually(async () => assert.ok(await page.locator('#dialogue tbody tr').count() > 3, 'the dialogue is a table'));
  const other = page.locator('#knobs button[aria-pressed="false"]').first();
  await other.click();
  await page.locator('#knobs .difference').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the mirror has what the picture has while that is shown, says words, and has every lesson to choose from', async () => {
  const page = await open(`${lessons()[0]}/4/ru`, {width: 400, height: 300});
  const {story: {headline}} = await shown(page);
  assert.equal(await page.locator('#mirror .headline').textContent(), headline);
  await press(page, 'ArrowRight');
  await eventually(async () => assert.notEqual(await page.locator('#mirror .headline').textContent(), headline));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
  await press(page, 'KeyG');
  await complete(page);
  await eventually(async () => assert.equal(await page.locator('#lessons li button').count(), lessons().length));
  for (const lesson of lessons()) {
    const hosts = await page.evaluate((id) => {
      window.mailscope.act('lesson', id);
      window.mailscope.act('last');
      return window.mailscope.shown().host?.hosts.length ?? 0;
    }, lesson);
    const title = (await shown(page)).lesson.title;
    await eventually(async () => assert.equal(await page.locator('#mirror h1').textContent(), title));
    assert.equal(await page.locator('#host > [role="group"] button').count(), hosts);
    assert.doesNotMatch(await page.locator('#mirror').textContent(), /\[object|undefined|NaN/, lesson);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('what stands in the mirror stays: elements, selection, place, focus and what is typed, after a step and after an arrival', async () => {
  // No other lesson arrives before it is let go, so that an arrival is seen to happen in the middle.
  let letGo;
  const arrival = new Promise((done) => { letGo = done; });
  const page = await open('close-the-relay/20/ru', {kept: {view: 'text'}, async before(opening) {
    await opening.route(/scenarios\/.*\.json$/, async (route) => {
      if (!/index\.json|close-the-relay/.test(route.request().url())) await arrival;
      await route.continue();
    });
  }});
  await page.evaluate(() => {
    const find = (selector) => document.querySelector(`#mirror ${selector}`);
    window.kept = ['.bar.top', '[data-key="forward:"]', '#knobs button', '#dialogue tbody tr', '#dialogue tbody tr td', '#lessons button', '#goals li'].map(find);
    find('[data-key="forward:"]').focus();
    getSelection().selectAllChildren(window.kept[4]);
    window.told = getSelection().toString();
    scrollTo(0, 300);
  });
  const stands = async (when) => assert.deepEqual(await page.evaluate(() => ({
    kept: window.kept.map((element) => element !== null && element.isConnected), focus: document.activeElement.dataset.key,
    selection: getSelection().toString() === window.told && window.told.length > 2, scrolled: scrollY,
  })), {kept: Array(7).fill(true), focus: 'forward:', selection: true, scrolled: 300}, when);
  await stands('at first');
  const {step} = await shown(page);
  await page.evaluate(() => window.mailscope.act('forward'));
  await eventually(async () => assert.match(await page.locator('#mirror .place').first().textContent(), new RegExp(`\\b${step.index + 1}\\b`)));
  await stands('after a step');
  // A press that begins before the arrival and ends after it is a click.
  const knob = page.locator('#knobs button[aria-pressed="false"]').last();
  await page.evaluate(() => { window.kept[2].scrollIntoView({block: 'center'}); });
  const box = await knob.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  letGo();
  await complete(page);
  await page.evaluate(() => window.mailscope.act('back'));
  await eventually(async () => assert.match(await page.locator('#mirror .place').first().textContent(), new RegExp(`\\b${step.index}\\b`)));
  assert.deepEqual(await page.evaluate(() => window.kept.map((element) => element.isConnected)), Array(7).fill(true));
  await page.mouse.up();
  await page.waitForFunction(() => window.mailscope.shown().difference !== '');

  // What is typed stays until it is said, and a list that was opened stays open.
  await visit(page, 'smtp-by-hand/0/en');
  const field = (await ask(page, 'type')).getByRole('textbox');
  await field.fill('HELO there');
  await page.evaluate(() => window.mailscope.act('language', 'ru'));
  await page.getByRole('button', {name: 'Проверить'}).waitFor();
  assert.equal(await field.inputValue(), 'HELO there');
  await ask(page, 'find');
  await page.locator('#question summary').click();
  await page.locator('#question ol.steps button').first().waitFor();
  await page.evaluate(() => window.mailscope.act('language', 'en'));
  await page.getByRole('button', {name: 'Next step'}).waitFor();
  assert.ok(await page.locator('#question details').evaluate((element) => element.open));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
