// Hands on the picture: fingers that tap, drag, pinch and rest; the mouse's wheel.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fingers, pinch} from './support/hands.mjs';
import {complete, drawn, eventually, open, press, settled, shown, start, stop, visit} from './support/page.mjs';

before(start);
after(stop);

const phone = {width: 390, height: 844, ratio: 2, touch: true};

// One phone and one desk for all of them.
const pages = {};
async function at(kind, link) {
  if (pages[kind]) await visit(pages[kind], link);
  else pages[kind] = await open(link, kind === 'phone' ? phone : {});
  await pages[kind].evaluate(() => window.mailscope.act('tab', '0'));
  return pages[kind];
}

test('touch: fingers that spread on the ladder show finer steps, fingers that close coarser ones', async () => {
  const page = await at('phone', 'first-message/12/ru');
  await page.evaluate(() => window.mailscope.act('tab', '1'));
  await settled(page);
  const {step} = await shown(page);
  await pinch(page, [200, 420], 80, 180);
  assert.equal((await shown(page)).level, 1);
  await pinch(page, [200, 420], 80, 180);
  assert.equal((await shown(page)).level, 2);
  await pinch(page, [200, 420], 220, 90);
  assert.equal((await shown(page)).level, 1);
  await pinch(page, [200, 420], 220, 90);
  const now = await shown(page);
  assert.equal(now.level, 0);
  assert.equal(now.step.index, step.index, 'no finger has chosen a step');
  assert.deepEqual(page.faults, []);
});

test('touch: fingers enlarge the map, one moves it', async () => {
  const page = await at('phone', 'first-message/12/en');
  await settled(page);
  const area = {x: 8, y: 96, width: 374, height: 250};
  const look = async () => (await page.screenshot({clip: area})).toString('base64');
  const whole = await look();
  await pinch(page, [195, 200], 70, 180);
  const near = await look();
  assert.notEqual(near, whole, 'it is enlarged');
  const touch = await fingers(page);
  await touch([200, 220]);
  for (const y of [210, 190, 170, 150]) await touch([200 - (220 - y), y]);
  await touch();
  await settled(page);
  assert.notEqual(await look(), near, 'it is moved');
  await page.touchscreen.tap(360, 116);  // the button that shows the whole map
  await settled(page);
  await eventually(async () => assert.equal(await look(), whole, 'it is whole again'));
  assert.equal((await shown(page)).step.index, 12);
  assert.deepEqual(page.faults, []);
});

test('mouse: the wheel enlarges the map, a drag moves it, a click on the letter changes the packet', async () => {
  const page = await at('desk', 'first-message/12/en');
  await settled(page);
  const look = async () => (await page.screenshot({clip: {x: 14, y: 106, width: 712, height: 300}})).toString('base64');
  const whole = await look();
  await page.mouse.move(300, 250);
  await page.mouse.wheel(0, -300);
  await eventually(async () => assert.notEqual(await look(), whole, 'it is enlarged'));
  await settled(page);
  const near = await look();
  await page.mouse.move(500, 180);
  await page.mouse.down();
  for (const x of [480, 440, 400]) await page.mouse.move(x, 200);
  await page.mouse.up();
  await settled(page);
  assert.notEqual(await look(), near, 'it is moved');
  await page.mouse.wheel(0, 3000);
  await page.mouse.move(5, 5);
  await eventually(async () => assert.equal(await look(), whole, 'it is whole again'));
  assert.equal((await shown(page)).step.index, 12);
  await page.evaluate(() => window.mailscope.act('back'));
  await settled(page);
  await page.mouse.click(167, 283);
  await page.locator('#sheet[data-name="changes"]').waitFor();
  assert.deepEqual(page.faults, []);
});

test('touch: a finger that rests explains and chooses nothing', async () => {
  const page = await at('phone', 'dns-for-mail/9/en');  // its title is longer than a phone is wide
  await complete(page);
  await settled(page);
  const area = {x: 0, y: 0, width: 390, height: 130};
  const look = async () => (await page.screenshot({clip: area})).toString('base64');
  const before_touch = await look();
  const place = (await shown(page)).step.index;
  const touch = await fingers(page);
  await touch([120, 18]);
  await settled(page);
  assert.notEqual(await look(), before_touch, 'the whole title stands in a bubble');
  await touch();
  await settled(page);
  const {step, lesson} = await shown(page);
  assert.deepEqual([lesson.id, step.index], ['dns-for-mail', place]);
  // On the button of the lessons, too: resting on it does not open them.
  await touch([26, 26]);
  await settled(page);
  await touch();
  await settled(page);
  await eventually(async () => assert.equal(await look(), before_touch));
  assert.deepEqual(page.faults, []);
});

test('touch: a drag scrolls the ladder, a tap on a lane leaves only that host', async () => {
  const page = await at('phone', 'first-message/40/en');
  await page.evaluate(() => window.mailscope.act('tab', '1'));
  await settled(page);
  const touch = await fingers(page);
  await touch([200, 600]);
  for (const y of [580, 520, 460, 400]) await touch([200, y]);
  await touch();
  await settled(page);
  assert.equal((await shown(page)).step.index, 40, 'a drag chooses nothing');
  await page.touchscreen.tap(200, 600);
  await settled(page);
  assert.notEqual((await shown(page)).step.index, 40, 'a tap does');
  await page.evaluate(() => window.mailscope.act('filter', 'protocol=imap'));
  assert.match((await shown(page)).filter, /^IMAP · \d+ steps$/);
  await page.evaluate(() => window.mailscope.act('filter', ''));
  assert.equal((await shown(page)).filter, '');
  assert.deepEqual(page.faults, []);
});

test('mouse: what was shortened says itself whole when pointed at', async () => {
  const page = await at('desk', 'first-message/12/en');
  await settled(page);
  const look = async () => (await page.screenshot()).toString('base64');
  await page.mouse.move(640, 10);
  await settled(page);
  const quiet = await look();
  await page.mouse.move(1254, 30);  // the list of everything
  await settled(page);
  assert.notEqual(await look(), quiet);
  await press(page, 'Escape');
  assert.deepEqual(page.faults, []);
});
