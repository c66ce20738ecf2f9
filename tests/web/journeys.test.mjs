// The six people for whom this is made, each on their way through the page; every other test looks at one thing.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {drawn, eventually, open, press, settled, shown, start, stop, top} from './support/page.mjs';

before(start);
after(stop);

const program = path.join(process.env.MAILSCOPE_BUILD_DIR ?? 'build/native', 'mailscope');
const drop = (page, name, text) => page.evaluate(([called, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], called));
  window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
}, [name, text]);

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

test('a student, first time: a phone, Russian, touch; playing at once, never lost', async () => {
  const page = await open('', {width: 390, height: 844, ratio: 2, touch: true, locale: 'ru-RU', isFirst: true});
  const card = page.locator('#tour');
  for (const label of ['Дальше', 'Дальше', 'Дальше', 'Начать']) await card.getByRole('button', {name: label}).tap();
  await card.waitFor({state: 'detached'});
  await settled(page);
  let now = await shown(page);
  assert.deepEqual([now.language, now.lesson.id, now.step.index], ['ru', 'first-message', 0]);
  await page.touchscreen.tap(212, 760);  // the next step, beside the large button
  await settled(page);
  now = await shown(page);
  assert.equal(now.step.index, 1);
  await page.evaluate(() => { while (!window.mailscope.shown().question) window.mailscope.act('leap-forward'); });
  now = await shown(page);
  for (const option of now.question.options) {
    await page.evaluate(([action, argument]) => window.mailscope.act(action, argument), [option.action, option.argument]);
    now = await shown(page);
    if (now.question.right) break;
  }
  assert.ok(now.question.right, 'some answer is the right one');
  assert.match(now.score.text, /[1-9] из/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a student, second week: types SMTP by hand, breaks things, compares, shares the link', async () => {
  const page = await open('open-relay/0/en', {theme: 'dark'});
  while (!(await page.evaluate(() => window.mailscope.changes().terminal?.open))) await press(page, 'ArrowRight');
  await press(page, 'ArrowRight', 2);
  await press(page, 'KeyI');
  const sheet = page.locator('#sheet');
  await sheet.getByLabel('One line each').fill('MAIL FROM a@example.org');
  await eventually(async () => assert.match(await sheet.locator('.fault').textContent(), /^50\d /, 'the real parser says what is wrong'));
  await sheet.getByLabel('One line each').fill('RSET\nVRFY postmaster');
  await sheet.getByRole('button', {name: 'Say it'}).click();
  await page.keyboard.press('Escape');
  const said = await page.evaluate(() => { window.mailscope.act('last'); return window.mailscope.exported('trace'); });
  assert.match(said, /VRFY postmaster/);
  assert.ok((await shown(page)).difference, 'what is new is marked');
  await press(page, 'Shift+KeyC');
  await eventually(async () => assert.match(await copied(page), /#open-relay\/\d+\/en\?do=take:/));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a trainer in class: by keyboard alone, in Russian, one link for each step', async () => {
  const page = await open('starttls-stripping/0/ru', {width: 1920, height: 1080});
  await press(page, 'KeyV');
  await press(page, 'PageDown', 2);
  const {link, step} = await shown(page);
  assert.ok(step.index > 0);
  const other = await open(link);
  assert.equal((await shown(other)).story.headline, (await shown(page)).story.headline);
  await other.context().close();
  await press(page, 'KeyW');
  assert.ok((await shown(page)).difference);
  await press(page, 'Shift+KeyW');
  assert.equal((await shown(page)).difference, '');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a trainer at the desk: a lesson of one\'s own, a slip located, mended, seen at once at the same step', async () => {
  const page = await open('first-message/0/en');
  const text = fs.readFileSync(path.join(top, 'scenarios/reading-mail/pop3-deletes.json'), 'utf8');
  await drop(page, 'draft.json', text);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-draft');
  await press(page, 'ArrowRight', 6);
  await drop(page, 'draft.json', text.replace('"minutes"', '"minuets"'));
  await page.locator('#sheet pre.faults').waitFor();
  await eventually(async () => assert.match(await page.locator('#sheet pre.faults').textContent(), /draft\.json:\d+:\d+: .*minuets/));
  await page.keyboard.press('Escape');
  await drop(page, 'draft.json', text);
  await page.waitForFunction(() => window.mailscope.shown().step.count > 0);
  assert.equal((await shown(page)).lesson.id, 'file-draft');
  await page.context().close();
});

test('an administrator: the trace of the command line is looked at in the page, its dialogue copied', async () => {
  const trace = execFileSync(program, ['run', '--json', path.join(top, 'scenarios/relays-and-abuse/open-relay.json')], {encoding: 'utf8', maxBuffer: 1 << 28});
  const page = await open('first-message/0/en');
  await drop(page, 'from-the-terminal.jsonl', trace);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-from-the-terminal');
  await page.evaluate(() => window.mailscope.act('last'));
  await drawn(page);
  const {dialogue} = await shown(page);
  await page.evaluate(() => window.mailscope.act('sheet', 'copy-dialogue'));
  await eventually(async () => assert.equal((await copied(page)).split('\n')[0], `${dialogue.lines[0].who}: ${dialogue.lines[0].text.split('\n')[0]}`));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a contributor: what the page runs is what the program of the clone runs', async () => {
  const page = await open('open-relay/0/en');
  const knobs = (await shown(page)).knobs;
  const turned = knobs[0].values.find((value) => !value.on).argument;
  await page.evaluate((knob) => window.mailscope.act('knob', knob), turned);
  const here = await page.evaluate(() => window.mailscope.exported('digest'));
  const there = execFileSync(program, ['run', '--digest', '--knob', turned, path.join(top, 'scenarios/relays-and-abuse/open-relay.json')], {encoding: 'utf8'});
  assert.ok(there.includes(here));
  await page.context().close();
});
