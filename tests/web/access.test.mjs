// For whom the page is: sizes and densities of screens, sizes of text, contrast, motion, the keyboard alone.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {complete, drawn, eventually, frames, open, press, ready, settled, shown, start, stop, violations, visit} from './support/page.mjs';

before(start);
after(stop);

// One page that goes from screen to screen, as a window does, once for each size of text. At the largest, which takes
// seconds to paint without a graphics card, the first and the last size will do.
test('fits: from 360×640 to 3840×2160, at one to three pixels for one, in every size of text', async () => {
  const page = await open('first-message/3/ru', {width: 360, height: 640, touch: true});
  const screen = await page.context().newCDPSession(page);
  const screens = [[360, 640, 3], [390, 844, 2], [844, 390, 2], [768, 1024, 1.5], [1280, 800, 1], [1920, 1080, 1], [3840, 2160, 1]];
  for (const [i, size] of ['small', 'large', 'largest'].entries()) {
    const order = size === 'large' ? screens.slice(0, -1).reverse() : screens;
    for (const [at, [width, height, ratio]] of order.entries()) {
      await screen.send('Emulation.setDeviceMetricsOverride', {width, height, deviceScaleFactor: ratio, mobile: false});
      if (at === 0) {
        await page.evaluate(() => window.mailscope.act('sheet', 'settings'));
        await page.locator('#sheet fieldset input').nth(i).evaluate((radio) => radio.click());
        await page.keyboard.press('Escape');
        await page.locator('#sheet').waitFor({state: 'detached'});
      }
      await eventually(async () => assert.deepEqual(await page.evaluate(() => {
        const canvas = document.getElementById('canvas');
        return {kept: localStorage.getItem('mailscope.size') ?? 'small', pixels: [canvas.width, canvas.height], box: [canvas.clientWidth, canvas.clientHeight], scrolls: document.scrollingElement.scrollWidth > innerWidth};
      }), {kept: size, pixels: [Math.round(width * ratio), Math.round(height * ratio)], box: [width, height], scrolls: false}));
      // It can be worked: a step on by its key.
      const {step} = await shown(page);
      await press(page, 'ArrowRight');
      assert.equal((await shown(page)).step.index, step.index + 1);
    }
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the page with its picture and its sheets: axe finds nothing; the size of the text is kept; the system chooses the contrast', async () => {
  const page = await open('starttls-stripping/12/ru', {kept: {size: 'largest'}});
  assert.equal(await page.evaluate(() => document.documentElement.style.getPropertyValue('--zoom')), '1.4');
  assert.deepEqual(await violations(page), [], 'the page');
  for (const sheet of ['palette', 'changes', 'files', 'settings']) {
    await page.evaluate((name) => window.mailscope.act('sheet', name), sheet);
    await page.locator('#sheet').waitFor();
    assert.deepEqual(await violations(page, '#sheet'), [], sheet);  // what is behind it has been judged
    if (sheet === 'settings') await page.locator('#sheet fieldset input').first().check();
    await page.keyboard.press('Escape');
    await page.locator('#sheet').waitFor({state: 'detached'});
  }
  await page.reload();
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.style.getPropertyValue('--zoom')), '1', 'kept for the next visit');

  const look = async () => (await page.screenshot()).toString('base64');
  await settled(page);
  const usual = await look();
  const contrast = async (wanted, media) => {
    await page.emulateMedia(media);
    await page.waitForFunction((now) => document.documentElement.dataset.contrast === now, wanted);
    await settled(page);
  };
  await contrast('more', {contrast: 'more'});
  await eventually(async () => assert.notEqual(await look(), usual));
  await contrast('normal', {contrast: 'no-preference'});
  await eventually(async () => assert.equal(await look(), usual));
  await contrast('more', {forcedColors: 'active'});
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

// One page for the rest: it comes with motion, loses it, is walked through by keys into its text view, and stays there.
let walked;
test('motion: a packet flies, and jumps for those who want less of it, as soon as they do', async () => {
  const page = walked = await open('first-message/12/en', {motion: 'no-preference', width: 1000, height: 700});
  await complete(page);
  await settled(page);
  const drawn_for_a_step = async () => {
    const before_step = await frames(page);
    await press(page, 'ArrowRight');
    await settled(page);
    const count = await frames(page) - before_step;
    await press(page, 'ArrowLeft');
    await settled(page);
    return count;
  };
  const flying = await drawn_for_a_step();
  await page.emulateMedia({reducedMotion: 'reduce'});
  await settled(page);
  const jumping = await drawn_for_a_step();
  assert.ok(jumping <= 8, `${jumping} frames without motion`);
  assert.ok(flying >= jumping, `${flying} frames with motion, ${jumping} without`);
});

test('the keyboard: the way into the picture, out of it, and through the text view', async () => {
  const page = walked;
  await visit(page, 'first-message/3/en');
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
});

test('the text view: a host from the inside, its log, and a setting changed by its control; axe finds nothing in any palette', async () => {
  const page = walked;
  await visit(page, 'open-relay/14/ru');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'text');
  await page.locator('#host').getByRole('button', {name: 'relay', exact: true}).click();
  await eventually(async () => assert.equal((await shown(page)).host.name, 'relay'));
  await eventually(async () => assert.ok(await page.locator('#host ul.log li').count() > 0, 'the server has a log'));
  assert.deepEqual(await violations(page), []);
  // The other three palettes change colours and nothing else.
  for (const [contrast, theme] of [['more', 'light'], ['more', 'dark'], ['no-preference', 'dark']]) {
    await page.emulateMedia({contrast, colorScheme: theme});
    await page.waitForFunction(([wanted, dark]) => document.documentElement.dataset.contrast === wanted && document.documentElement.dataset.theme === dark, [contrast === 'more' ? 'more' : 'normal', theme]);
    assert.deepEqual(await violations(page, 'html', ['color-contrast', 'link-in-text-block']), [], `${contrast} ${theme}`);
  }
  const before_change = (await shown(page)).step.count;
  await page.locator('#host select').filter({has: page.locator('option[value="open"]')}).selectOption('closed');
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
