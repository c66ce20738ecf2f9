// The mirror: the whole lesson in real HTML, for those who do not see the picture, and without WebGL.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {drawn, lessons, open, press, shown, start, stop} from './support/page.mjs';

before(start);
after(stop);

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const no_webgl = () => {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest); };
};

test('without WebGL the text view stands alone, and says why', async () => {
  const page = await open('', {script: no_webgl});
  assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'text');
  assert.ok(await page.locator('#mirror').isVisible());
  assert.ok(!await page.locator('#canvas').isVisible());
  assert.match(await page.locator('#toast').textContent(), /WebGL/);
  await page.context().close();
});

test('a whole lesson by the mirror alone: steps, questions, a knob', async () => {
  const page = await open(`${lessons()[0]}/0/en`, {script: no_webgl});
  const next = page.getByRole('button', {name: 'Next step'});
  const asked = new Set();
  let said = '';
  while (await next.isEnabled()) {
    await next.click();
    await drawn(page);
    const headline = await page.locator('#mirror .headline').textContent();
    assert.ok(headline.length > 3);
    said = await page.locator('#live').textContent();
    assert.ok(said.includes(headline), 'the step is announced');
    const question = page.locator('#question');
    if (await question.count() === 0) continue;
    const text = await question.locator('legend').textContent();
    if (asked.has(text)) continue;
    asked.add(text);
    const {question: {kind, options}} = await shown(page);
    if (kind === 'one' || kind === 'several') {
      const count = options.length;
      for (let i = 0; i < count; ++i) {
        await question.locator('input').nth(i).check({force: true});
        if (kind === 'several') continue;
        await question.locator('.verdict').waitFor();
        if ((await shown(page)).question.right) break;
      }
      if (kind === 'several') await question.getByRole('button').last().click();
      assert.ok(await question.locator('.verdict').isVisible(), 'an answer gets a verdict');
    }
  }
  assert.ok(asked.size >= 2, `at least two questions were asked: ${asked.size}`);
  assert.ok((await shown(page)).done.includes(lessons()[0]));
  assert.ok(await page.locator('#dialogue tbody tr').count() > 3, 'the dialogue is a table');
  const other = page.locator('#knobs button[aria-pressed="false"]').first();
  await other.click();
  await page.locator('#knobs .difference').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the mirror has what the picture has while the picture is shown', async () => {
  const page = await open(`${lessons()[0]}/4/ru`);
  const headline = (await shown(page)).story.headline;
  assert.equal(await page.locator('#mirror .headline').textContent(), headline);
  await press(page, 'ArrowRight');
  assert.notEqual(await page.locator('#mirror .headline').textContent(), headline);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
  await page.context().close();
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing wrong with the text view (${theme})`, async () => {
    const page = await open(`${lessons()[0]}/6/en`, {script: no_webgl, theme});
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run()).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3)}`));
    assert.deepEqual(found, []);
    await page.context().close();
  });
}
