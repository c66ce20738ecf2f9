// For whom the page is: sizes and densities of screens, sizes of text, contrast, motion, the keyboard alone.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {axe, complete, drawn, eventually, frames, open, press, ready, settled, shown, start, stop} from './support/page.mjs';

before(start);
after(stop);

const violations = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run()).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3)}`));
};

for (const [width, height, ratio] of [[360, 640, 3], [390, 844, 2], [844, 390, 2], [768, 1024, 1.5], [1280, 800, 1], [1920, 1080, 1], [3840, 2160, 1]]) {
  test(`fits: ${width}×${height} at ${ratio} pixels for one, in every size of text`, async () => {
    const page = await open('first-message/12/ru', {width, height, ratio, touch: width < 800});
    const sizes = page.locator('#sheet fieldset input');
    for (const [i, size] of ['small', 'large', 'largest'].entries()) {
      await page.evaluate(() => window.mailscope.act('sheet', 'settings'));
      await sizes.nth(i).evaluate((radio) => radio.click());
      await settled(page);
      const now = await page.evaluate(() => {
        const canvas = document.getElementById('canvas');
        return {kept: localStorage.getItem('mailscope.size') ?? 'small', pixels: [canvas.width, canvas.height], box: [canvas.clientWidth, canvas.clientHeight], scrolls: document.scrollingElement.scrollWidth > innerWidth};
      });
      assert.deepEqual(now, {kept: size, pixels: [Math.round(width * ratio), Math.round(height * ratio)], box: [width, height], scrolls: false});
      // It can be worked: a step on by its key.
      await page.keyboard.press('Escape');
      await page.locator('#sheet').waitFor({state: 'detached'});
      const {step} = await shown(page);
      await press(page, 'ArrowRight');
      assert.equal((await shown(page)).step.index, step.index + 1);
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('the size of the text is kept for the next visit', async () => {
  const page = await open('first-message/12/ru', {kept: {size: 'largest'}});
  assert.equal(await page.evaluate(() => document.documentElement.style.getPropertyValue('--zoom')), '1.4');
  await page.evaluate(() => window.mailscope.act('sheet', 'settings'));
  await page.locator('#sheet fieldset input').first().check();
  await page.reload();
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.style.getPropertyValue('--zoom')), '1');
  await page.context().close();
});

test('axe finds nothing in the page with its picture, nor in its sheets', async () => {
  const page = await open('starttls-stripping/12/ru');
  assert.deepEqual(await violations(page), [], 'the page');
  for (const sheet of ['palette', 'changes', 'files', 'settings']) {
    await page.evaluate((name) => window.mailscope.act('sheet', name), sheet);
    await page.locator('#sheet').waitFor();
    assert.deepEqual(await violations(page), [], sheet);
    await page.keyboard.press('Escape');
    await page.locator('#sheet').waitFor({state: 'detached'});
  }
  await page.context().close();
});

test('axe finds nothing in the text view when more contrast is asked for', async () => {
  const page = await open('starttls-stripping/12/en', {kept: {view: 'text'}});
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({contrast: 'more', colorScheme: theme});
    await page.waitForFunction((wanted) => document.documentElement.dataset.contrast === 'more' && document.documentElement.dataset.theme === wanted, theme);
    assert.deepEqual(await violations(page), [], theme);
  }
  await page.context().close();
});

test('contrast: the picture follows the system, and so do forced colours', async () => {
  const page = await open('first-message/12/en');
  await settled(page);
  const usual = (await page.screenshot()).toString('base64');
  await page.emulateMedia({contrast: 'more'});
  await page.waitForFunction(() => document.documentElement.dataset.contrast === 'more');
  await settled(page);
  await eventually(async () => assert.notEqual((await page.screenshot()).toString('base64'), usual));
  await page.emulateMedia({contrast: 'no-preference'});
  await page.waitForFunction(() => document.documentElement.dataset.contrast === 'normal');
  await settled(page);
  await eventually(async () => assert.equal((await page.screenshot()).toString('base64'), usual));
  await page.context().close();
  const forced = await open('first-message/12/en', {forcedColors: 'active'});
  assert.equal(await forced.evaluate(() => document.documentElement.dataset.contrast), 'more');
  await forced.context().close();
});

test('motion: a packet flies, and jumps for those who want less of it', async () => {
  const drawn_for_a_step = async (motion) => {
    const page = await open('first-message/12/en', {motion});
    await complete(page);
    await settled(page);
    const before_step = await frames(page);
    await press(page, 'ArrowRight');
    await settled(page);
    const count = await frames(page) - before_step;
    await page.context().close();
    return count;
  };
  const flying = await drawn_for_a_step('no-preference'), jumping = await drawn_for_a_step('reduce');
  assert.ok(jumping <= 8, `${jumping} frames without motion`);
  assert.ok(flying >= jumping, `${flying} frames with motion, ${jumping} without`);
});

test('the keyboard: the way into the picture, out of it, and through the text view', async () => {
  const page = await open('first-message/3/en');
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.key || document.activeElement.tagName);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  assert.equal(await focus(), 'skip', 'first the way to the text view');
  await page.keyboard.press('Tab');
  assert.equal(await focus(), 'canvas');
  await page.keyboard.press('F6');
  assert.equal(await focus(), 'first:', 'F6 leaves the picture');
  await page.keyboard.press('F6');
  assert.equal(await focus(), 'canvas');
  // The text view, in the order of its toolbar; a control keeps the focus while the page changes around it.
  await page.evaluate(() => document.getElementById('skip').click());
  await page.waitForFunction(() => document.activeElement.dataset.key === 'first:');
  const seen = [];
  for (let i = 0; i < 5; ++i) {
    seen.push(await focus());
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(seen, ['first:', 'back:', 'play:', 'forward:', 'last:']);
  await page.locator('[data-key="forward:"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.mailscope.shown().step.index === 4);
  await drawn(page);
  assert.equal(await focus(), 'forward:');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the text view: a host from the inside, its log, and a setting changed by its control', async () => {
  const page = await open('open-relay/14/ru', {kept: {view: 'text'}});
  await page.locator('#host').getByRole('button', {name: 'relay', exact: true}).click();
  await eventually(async () => assert.equal((await shown(page)).host.name, 'relay'));
  await eventually(async () => assert.ok(await page.locator('#host ul.log li').count() > 0, 'the server has a log'));
  const before_change = (await shown(page)).step.count;
  await page.locator('#host select').filter({has: page.locator('option', {hasText: 'open'})}).selectOption('closed');
  await page.waitForFunction(() => window.mailscope.shown().difference !== '');
  const {host, step} = await shown(page);
  assert.equal(host.name, 'relay', 'one stays at the host');
  assert.equal(host.settings.find((setting) => setting.value === 'closed')?.can_change, true);
  assert.notEqual(step.count, before_change);
  await page.evaluate(() => window.mailscope.act('undo'));
  assert.equal((await shown(page)).difference, '');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
