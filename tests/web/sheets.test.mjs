// What opens over the page: the palette, the sheet in which a run is changed, files, presenter mode; and offline.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {address, complete, drawn, drop, eventually, open, press, ready, shown, start, stop, top, violations, visit} from './support/page.mjs';

before(start);
after(stop);

// One page for what its owner does, one for somebody to whom links are sent.
const pages = {};
async function at(whose, link) {
  if (pages[whose]) await visit(pages[whose], link);
  else pages[whose] = await open(link);
  return pages[whose];
}
const digest = (page) => page.evaluate(() => window.mailscope.exported('digest'));

test('the palette opens by Ctrl+K, also on a Russian layout, and finds titles in both languages', async () => {
  const page = await at('owner', 'first-message/3/en');
  const session = await page.context().newCDPSession(page);
  for (const type of ['rawKeyDown', 'keyUp']) {
    await session.send('Input.dispatchKeyEvent', {type, key: 'л', code: 'KeyK', windowsVirtualKeyCode: 75, modifiers: 2});
  }
  const sheet = page.locator('#sheet');
  await sheet.waitFor();
  await page.keyboard.type('открытый');
  await eventually(async () => assert.match(await sheet.getByRole('option').first().textContent(), /relay/i));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'open-relay');
  await sheet.waitFor({state: 'detached'});
  assert.deepEqual(page.faults, []);
});

test('a packet is lost, a reply reworded, both undone; the link tells it all to somebody else', async () => {
  const page = await at('owner', 'first-message/0/en');
  const written = await digest(page);
  await page.evaluate(() => { for (let i = 0; i < 5; ++i) window.mailscope.act('forward'); });
  await press(page, 'KeyI');
  const sheet = page.locator('#sheet');
  await sheet.locator('button.verb', {hasText: 'NOOP'}).click();
  await page.keyboard.type(' \nMAIL oops');
  await eventually(async () => assert.match(await sheet.locator('.fault').textContent(), /^50\d /, 'a verb begins a line, which the real parser reads'));
  await sheet.getByLabel('One line each').fill('NOOP');
  await sheet.getByRole('button', {name: 'Lose it'}).click();
  await eventually(async () => assert.notEqual(await digest(page), written));
  const lost = await digest(page);
  assert.ok((await shown(page)).difference);
  assert.equal(await sheet.getByLabel('One line each').inputValue(), 'NOOP', 'what is typed stays when something else is done');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Lose it', 'and so does the focus');
  await sheet.getByRole('button', {name: 'Say it'}).click();
  await eventually(async () => assert.notEqual(await digest(page), lost));
  assert.equal(await sheet.getByLabel('One line each').inputValue(), '', 'what has been said is done with');
  const both = await digest(page);
  await eventually(async () => assert.equal(await sheet.locator('ul.made li').count(), 2));
  assert.deepEqual(await violations(page, '#sheet'), []);
  await page.keyboard.press('Escape');
  await drawn(page);
  await page.waitForFunction(() => location.hash.includes('do='));
  const hash = await page.evaluate(() => location.hash.slice(1));
  const other = await at('other', hash);
  assert.equal(await digest(other), both);
  await press(page, 'KeyU', 2);
  assert.equal(await digest(page), written);
  await press(page, 'Shift+KeyU', 2);
  assert.equal(await digest(page), both);
  assert.deepEqual(page.faults, []);
});

test('a long link is packed, and opens; a damaged one says so', async () => {
  const page = await at('owner', 'first-message/6/en');
  const words = Array.from({length: 30}, (_, i) => `NOOP ${'x'.repeat(20)}${i}`).join('\n');
  await page.evaluate((lines) => window.mailscope.act('speak', `client\n${lines}`), words);
  await drawn(page);
  await page.waitForFunction(() => location.hash.startsWith('#1.'));
  const hash = await page.evaluate(() => location.hash.slice(1));
  assert.ok(hash.length < 500, `${hash.length} characters`);
  const other = await open(hash);
  assert.equal(await digest(other), await digest(page));
  await other.goto(`${address()}?again#${hash.slice(0, 40)}`);
  await ready(other);
  await eventually(async () => assert.match(await other.locator('#toast').textContent(), /damaged/));
  assert.equal((await shown(other)).lesson.id, 'first-message');
  await other.context().close();
});

test('a dropped lesson opens, a broken one shows line and column, a trace comes back as it was', async () => {
  const page = await at('owner', 'first-message/0/en');
  const trace = await page.evaluate(() => window.mailscope.exported('trace'));
  const text = fs.readFileSync(path.join(top, 'scenarios/how-mail-travels/first-message.json'), 'utf8');
  await drop(page, 'mine.json', text.replaceAll('The first message', 'My own message'));
  await page.waitForFunction(() => window.mailscope.shown().lesson.title === 'My own message');
  await drop(page, 'mine.json', text.replace('"world":', '"wrold":'));
  const faults = page.locator('#sheet pre.faults');
  await faults.waitFor();
  await eventually(async () => assert.match(await faults.textContent(), /mine\.json:\d+:\d+: /));
  await page.keyboard.press('Escape');
  await drop(page, 'run.jsonl', trace);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-run');
  assert.equal(await page.evaluate(() => window.mailscope.exported('trace')), trace);
  assert.equal((await shown(page)).lesson.title, 'run.jsonl', 'a recording bears its file\'s name');
  assert.match((await shown(page)).story.paragraphs.join(), /recording/);
  await press(page, 'KeyO');
  assert.equal(await faults.count(), 0, 'what was wrong with another file is over');
  const isOffered = (name) => page.locator('#sheet').getByRole('button', {name}).isEnabled();
  assert.deepEqual([await isOffered('This run as a trace'), await isOffered('A worksheet (Markdown)'), await isOffered('For Moodle (SCORM)')], [true, false, false]);
  await page.keyboard.press('Escape');
  assert.deepEqual(page.faults, []);
});

test('an empty file and one of another kind are told in a sentence, which can be read again; what is open stays', async () => {
  const page = await at('owner', 'first-message/4/en');
  const toast = page.locator('#toast');
  await drop(page, 'nothing.json', '');
  await eventually(async () => assert.match(await toast.textContent(), /^nothing\.json is empty\./));
  await drop(page, 'photo.png', '\u0001PNG\u0000');
  await eventually(async () => assert.match(await toast.textContent(), /^photo\.png is none of what can be opened here/));
  assert.deepEqual([(await shown(page)).lesson.id, (await shown(page)).problem], ['first-message', '']);
  await page.evaluate(() => window.mailscope.act('sheet', 'notices'));
  const told = () => page.locator('#sheet ol.notices li p').allTextContents();
  await eventually(async () => assert.match((await told()).join('\n'), /^photo\.png[^]*\nnothing\.json/));
  assert.deepEqual(await violations(page, '#sheet'), []);
  await page.keyboard.press('Escape');
  await toast.getByRole('button', {name: 'Close'}).click();
  assert.ok(await toast.isHidden());
  // A damaged link is told once, though two events tell the page of it.
  await page.evaluate(() => { location.hash = '1.damaged'; });
  await eventually(async () => assert.match(await toast.textContent(), /damaged/));
  await page.evaluate(() => window.mailscope.act('sheet', 'notices'));
  await eventually(async () => assert.equal((await told()).filter((text) => /damaged/.test(text)).length, 1));
  await page.keyboard.press('Escape');
  assert.deepEqual(page.faults, []);
});

test('a trace of megabytes opens, and a large file that is nothing is refused in a sentence', async () => {
  const page = await at('owner', 'first-message/4/en');
  const record = (number) => JSON.stringify({number, time: number, host: 1, kind: 'setting', data: {key: 'note', value: `${number} ${'x'.repeat(200)}`}});
  const trace = ['{"format":"mailscope-trace","version":1,"epoch":1772442000}',
    '{"number":1,"time":0,"host":1,"kind":"host-added","data":{"name":"alone","role":"client","address":"198.51.100.10","delay":10000,"wire-of":0}}',
    ...Array.from({length: 30_000}, (_, i) => record(i + 2))].join('\n') + '\n';
  assert.ok(trace.length > 8_000_000);
  await drop(page, 'long.jsonl', trace);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-long');
  assert.equal(await page.evaluate(() => window.mailscope.exported('trace')), trace);
  await drop(page, 'noise.json', 'x'.repeat(8_000_000));
  await page.locator('#sheet .faults').waitFor();
  await eventually(async () => assert.match(await page.locator('#sheet .faults').innerText(), /^noise\.json:1:1: /));
  assert.match((await shown(page)).problem, /^noise\.json:1:1: /);
  await page.waitForFunction(() => location.hash.startsWith('#file-noise'));
  await page.keyboard.press('Escape');
  await page.goBack();
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-long');
  assert.equal(await page.evaluate(() => window.mailscope.exported('trace')), trace);
  assert.deepEqual(page.faults, []);
});

test('a ladder, a capture and a worksheet can be saved', async () => {
  const page = await at('owner', 'first-message/4/en');
  await press(page, 'KeyO');
  for (const [label, name] of [['The ladder as SVG', 'first-message-ladder.svg'], ['The ladder as PNG', 'first-message-ladder.png'],
    ['As a capture for Wireshark, with its keys', 'first-message-run.pcapng'], ['A worksheet (Markdown)', 'first-message-worksheet.md']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#sheet').getByRole('button', {name: label}).click()]);
    assert.equal(download.suggestedFilename(), name);
    assert.ok(fs.statSync(await download.path()).size > 500);
  }
});

test('the page saves the same capture as the command line, octet by octet, on the day that the lesson says', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-'));
  const [lesson, capture] = ['later.json', 'later.pcapng'].map((name) => path.join(folder, name));
  const text = fs.readFileSync(path.join(top, 'scenarios/how-mail-travels/first-message.json'), 'utf8')
      .replace('"id": "first-message"', '"id": "later"').replace('"world": {', '"world": {"epoch": "2031-07-08T09:10:11Z",');
  fs.writeFileSync(lesson, text);
  const program = path.resolve(top, process.env.MAILSCOPE_BUILD_DIR ?? 'build/native', 'mailscope');
  execFileSync(program, ['export', 'pcapng', lesson, '-o', capture], {cwd: top});
  const page = await at('owner', 'first-message/0/en');
  await drop(page, 'later.json', text);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-later');
  assert.equal(await page.evaluate(() => window.mailscope.exported('pcapng')), fs.readFileSync(capture).toString('base64'));
  fs.rmSync(folder, {recursive: true});
});

test('presenter mode: large type, answers only when asked for, notes in a second window', async () => {
  const page = await at('owner', 'first-message/0/en');
  await press(page, 'KeyV');
  await page.mouse.move(400, 300);
  await page.locator('#spot').waitFor();
  await page.evaluate(() => { while (!window.mailscope.shown().question) window.mailscope.act('forward'); });
  await press(page, 'KeyA');
  assert.equal((await shown(page)).question.verdict, '');
  await press(page, 'KeyR');
  assert.notEqual((await shown(page)).question.verdict, '');
  const [notes] = await Promise.all([page.waitForEvent('popup'), press(page, 'Shift+KeyV')]);
  await eventually(async () => assert.equal(await notes.locator('h1').textContent(), (await shown(page)).story.headline));
  await press(page, 'KeyV');
  await page.locator('#spot').waitFor({state: 'hidden'});
  assert.deepEqual(page.faults, []);
});

test('progress outlives the page, a lesson resumes where it was left, and all of it can be forgotten', async () => {
  const page = await open('first-message/0/en');
  await press(page, 'ArrowRight', 9);
  await page.goto('about:blank');
  await page.goto(address());
  await ready(page);
  assert.equal((await shown(page)).step.index, 9);
  await page.evaluate(() => { window.mailscope.act('last'); });
  await drawn(page);
  await page.reload();
  await ready(page);
  assert.ok((await shown(page)).done.includes('first-message'));
  await page.evaluate(() => window.mailscope.act('reset-progress'));
  assert.deepEqual((await shown(page)).done, []);
  await page.context().close();
});

test('after one visit the page works without a network', async () => {
  const page = await open('first-message/2/en', {offline: true, width: 400, height: 300});
  await complete(page);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await page.waitForFunction(async () => {
    const files = JSON.parse(await (await fetch('files.json')).text()).files.length;
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length));
    return kept.some((count) => count >= files - 2);
  });
  await page.context().setOffline(true);
  await page.goto('about:blank');
  await page.goto(`${address()}#open-relay/4/ru`);
  await ready(page);
  const now = await shown(page);
  assert.deepEqual([now.lesson.id, now.step.index, now.language], ['open-relay', 4, 'ru']);
  await page.context().close();
});
