// The six people for whom this is made, each on their way through the page from what they come for to the outcome: by
// mouse, touch and keys on what is seen, the program is only read. Every other test looks at one thing.
//
// One phone, one desk and one projector serve them all; pictures on the way are compared with approved ones.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {click, drag, fingers, tap} from './support/hands.mjs';
import {address, drop, eventually, open, press, ready, settled, shown, start, stop, top, visit} from './support/page.mjs';
import {approve} from './support/picture.mjs';

before(start);
after(stop);

const program = path.resolve(top, process.env.MAILSCOPE_BUILD_DIR ?? 'build/native', 'mailscope');
const mailscope = (...words) => execFileSync(program, words, {cwd: top, encoding: 'utf8', maxBuffer: 1 << 28});
const exported = (page, form) => page.evaluate((name) => window.mailscope.exported(name), form);
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const picture = async (page, name) => {
  await settled(page);
  await eventually(async () => assert.ok(await page.locator('#toast').isHidden()));
  approve(`journey-${name}.png`, await page.screenshot());
};
const at = async (page, wanted) => eventually(async () => assert.equal((await shown(page)).step.index, wanted));

const sheet_of = (page) => page.locator('#sheet');
// Step by step by the key, until a headline has these words.
async function walk(page, words) {
  for (;;) {
    const {step, story} = await shown(page);
    if (story.headline.includes(words)) return;
    assert.ok(step.index < step.count, `some step says: ${words}`);
    await page.keyboard.press('ArrowRight');
  }
}
let phone, desk;  // the second person goes on where the first has left them

// What is there while the program is on its way, when its octets are asked for.
const firstPaint = (words) => async (page) => {
  page.painted = new Promise((done, failed) => page.route('**/mailscope_page.wasm', async (route) => {
    try {
      await eventually(async () => assert.match(await page.locator('#welcome').innerText(), words));
      done();
    } catch (fault) {
      failed(fault);
    }
    await route.continue();
  }));
};

test('a student, first time, on a phone: a teacher\'s link, Russian, touch: plays, is asked, ends, and resumes the next day', async () => {
  phone = await open('first-message/0/ru', {width: 390, height: 844, ratio: 2, touch: true, locale: 'en-GB', isFirst: true,
    before: firstPaint(/Первое письмо\s+Вы сможете рассказать[^]*English\s*Русский/)});
  await phone.painted;
  const card = phone.locator('#tour');
  await picture(phone, 'tour-phone');
  for (const label of ['Дальше', 'Дальше', 'Дальше', 'Начать']) await card.getByRole('button', {name: label}).tap();
  await card.waitFor({state: 'detached'});
  // Play, and hold it.
  await phone.touchscreen.tap(167, 761);
  await phone.waitForFunction(() => window.mailscope.shown().step.index >= 1);
  while ((await shown(phone)).playing) await tap(phone, 167, 761);
  await tap(phone, 77, 761);
  await at(phone, 0);
  await tap(phone, 212, 761);
  await at(phone, 1);
  // A finger on the bar goes to each question; the first is answered wrongly, that is explained, and another try is right.
  const step_x = (step) => 22 + step * 349 / 74;
  await drag(phone, [step_x(1), 70], [step_x(19), 70]);
  await at(phone, 19);
  await tap(phone, 200, 705);
  let {question} = await shown(phone);
  assert.ok(!question.right && question.verdict && question.feedback.length > 20, 'why it is wrong is said');
  await picture(phone, 'question-phone');
  await tap(phone, 200, 441);
  assert.equal((await shown(phone)).question.right, true);
  for (const asked of [35, 37]) {
    await drag(phone, [step_x((await shown(phone)).step.index), 70], [step_x(asked), 70]);
    await at(phone, asked);
    await tap(phone, 200, asked === 35 ? 537 : 500);
    ({question} = await shown(phone));
    assert.equal(question.right, true, question.text);
  }
  // The next day, by the bare address: where it was left, without the tour, what was answered is kept.
  await phone.goto('about:blank');
  await phone.goto(address());
  await ready(phone);
  assert.equal(await card.count(), 0);
  await at(phone, 37);
  assert.equal((await shown(phone)).question.right, true);
  await tap(phone, 256, 761);
  const now = await shown(phone);
  assert.deepEqual([now.language, now.step.index, now.done], ['ru', now.step.count, ['first-message']]);
  assert.match(now.score.text, /3 из 4.*: 2$/, 'what was right at the second try does not count as at once');
  await picture(phone, 'end-phone');
  assert.deepEqual(phone.faults, []);
});

test('a student, first time, at a desk: English, by mouse: the tour skipped, a slip tried, the lesson after it, and back', async () => {
  desk = await open('', {isFirst: true, before: firstPaint(/The first message\s+You will be able to say/)});
  await desk.painted;
  await desk.getByRole('button', {name: 'Skip the tour'}).click();
  await click(desk, 658, 30);
  await at(desk, 1);
  await click(desk, 343, 80);  // on the bar
  await at(desk, 19);
  await click(desk, 860, 422);
  assert.equal((await shown(desk)).question.right, false);
  await click(desk, 860, 278);  // the verdict has been scrolled into sight
  assert.equal((await shown(desk)).question.right, true);
  // What if? The slip in the address: what is new is told and marked.
  await click(desk, 1100, 578);  // the field, and in its list the slip
  await click(desk, 1100, 649);
  assert.match((await shown(desk)).difference, /step/);
  await click(desk, 702, 30);
  assert.match((await shown(desk)).story.headline, /^bob shows: Inbox: 0 in all/);
  await picture(desk, 'slip-desktop');
  // Another lesson of the list; the browser's own way back leads to where one was, with what was changed.
  const before_lesson = await exported(desk, 'digest'), {step} = await shown(desk);
  await click(desk, 33, 30);
  await click(desk, 200, 265);
  await desk.waitForFunction(() => location.hash.startsWith('#smtp-by-hand/'));
  await desk.goBack();
  await at(desk, step.index);
  assert.equal(await exported(desk, 'digest'), before_lesson);
  assert.deepEqual(desk.faults, []);
});

test('a student, second week, at a desk: English, by keys alone: types SMTP, breaks it, turns a knob, compares, sends the link', async () => {
  await visit(desk, 'open-relay/13/en');
  await desk.locator('#canvas').focus();
  await press(desk, 'Digit7');
  const line = desk.getByRole('textbox', {name: 'Type a line'});
  await eventually(async () => assert.ok(await line.evaluate((field) => field === document.activeElement), 'one can type at once'));
  await desk.keyboard.type('VRFY postmaster');
  await press(desk, 'Enter');
  await eventually(async () => assert.ok((await exported(desk, 'trace')).includes('VRFY postmaster')));
  assert.match((await shown(desk)).difference, /step/);
  await press(desk, 'Escape');
  await press(desk, 'KeyW');
  await eventually(async () => assert.notEqual((await shown(desk)).knobs[0].values[0].on, true));
  await press(desk, 'End');
  const typed = await exported(desk, 'digest');
  // Two runs beside each other: the lesson as it is written, and this one.
  await press(desk, 'KeyM');
  const {compare} = await shown(desk);
  assert.ok(compare.open && compare.rows.some((row) => row.changed), 'something came out otherwise');
  await picture(desk, 'compare-desktop');
  await press(desk, 'KeyM');
  // The clipboard, both ways: the link goes out, everything is taken back, the link comes in again.
  await press(desk, 'Shift+KeyC');
  await eventually(async () => assert.match(await copied(desk), /#open-relay\/\d+\/en\?relay=closed&do=take:/));
  await press(desk, 'Shift+KeyW');
  await eventually(async () => assert.notEqual(await exported(desk, 'digest'), typed));
  await press(desk, 'Control+KeyV');
  await eventually(async () => assert.equal(await exported(desk, 'digest'), typed));
  assert.deepEqual(desk.faults, []);
});

test('a student, second week, on a phone: Russian, by touch: Cyrillic is refused by the server, a knob answers what if', async () => {
  await visit(phone, 'smtp-by-hand/8/ru');
  await tap(phone, 350, 817);
  await tap(phone, 328, 121);
  await tap(phone, 150, 558);
  await phone.keyboard.insertText('ПРИВЕТ, сервер');
  await settled(phone);
  await tap(phone, 330, 638);
  await eventually(async () => assert.ok((await exported(phone, 'trace')).includes('ПРИВЕТ, сервер')));
  assert.equal(await phone.getByRole('textbox', {name: 'Введите строку'}).inputValue(), '', 'what has been said is done with');
  for (let i = 0; i < 5; ++i) await tap(phone, 212, 761);
  assert.ok(/ПРИВЕТ, сервер.*50\d /.test(JSON.stringify((await shown(phone)).dialogue.lines)), 'the server refuses it');
  await visit(phone, 'open-relay/0/ru');
  await tap(phone, 39, 817);
  await drag(phone, [200, 700], [200, 300]);
  await tap(phone, 217, 568);
  const {difference, knobs} = await shown(phone);
  assert.ok(difference && knobs[0].values[1].on, 'closed, and what differs is told');
  assert.deepEqual(phone.faults, []);
});

test('a trainer in class: Russian, a projector, by keys alone: leaps, hidden answers, notes, one link for each step', async () => {
  const room = await open('starttls-stripping/0/ru', {width: 1920, height: 1080});
  await press(room, 'KeyV');
  await press(room, 'PageDown', 2);
  await eventually(async () => assert.ok((await shown(room)).question, 'the room is asked'));
  await press(room, 'KeyA');
  assert.equal((await shown(room)).question.verdict, '', 'and nobody gives it away');
  const [notes] = await Promise.all([room.waitForEvent('popup'), press(room, 'Shift+KeyV')]);
  const {story, question} = await shown(room);
  await eventually(async () => assert.equal(await notes.locator('h1').textContent(), story.headline));
  assert.deepEqual(await notes.locator('li').allTextContents(), question.answers, 'the speaker has the answer');
  await room.bringToFront();
  await picture(room, 'room-projector');
  await press(room, 'KeyR');
  assert.notEqual((await shown(room)).question.verdict, '');
  // On to the step where the password is given away; its link is copied, and opens on a student's phone.
  await walk(room, 'AUTH PLAIN');
  const {step} = await shown(room);
  await eventually(async () => assert.equal(await notes.locator('h1').textContent(), (await shown(room)).story.headline, 'the notes follow'));
  await press(room, 'Shift+KeyC');
  await eventually(async () => assert.match(await copied(room), new RegExp(`#starttls-stripping/${step.index}/ru$`)));
  await visit(phone, new URL(await copied(room)).hash.slice(1));
  assert.equal((await shown(phone)).story.headline, (await shown(room)).story.headline);
  await press(room, 'KeyG');
  assert.deepEqual([(await shown(room)).language, (await shown(room)).step.index], ['en', step.index], 'the place outlives the language');
  // What if the client insisted? Before and after, and back to the lesson as it is.
  await press(room, 'KeyW');
  assert.ok((await shown(room)).difference);
  await press(room, 'Shift+KeyW');
  assert.equal((await shown(room)).difference, '');
  assert.deepEqual([...room.faults, ...phone.faults], []);
  await room.context().close();
});

// A file of the browser's own: it is really written, and really watched; only the system's dialog is left out.
const written = (page, text) => page.evaluate(async (content) => {
  const folder = await navigator.storage.getDirectory(), handle = await folder.getFileHandle('draft.json', {create: true});
  const stream = await handle.createWritable();
  await stream.write(content);
  await stream.close();
  window.showOpenFilePicker = async () => [handle];
}, text);

test('a trainer at the desk: a lesson of their own: a slip located, mended and seen at once; a worksheet; on a phone, too', async () => {
  const lesson = fs.readFileSync(path.join(top, 'scenarios/reading-mail/pop3-deletes.json'), 'utf8');
  const sheet = sheet_of(desk);
  await written(desk, lesson);
  await desk.bringToFront();
  await press(desk, 'KeyO');
  await sheet.getByRole('button', {name: 'Open a file'}).click();
  await desk.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-draft');
  await press(desk, 'Escape');
  await click(desk, 640, 80);
  assert.ok((await shown(desk)).step.index > 3);
  // Saved with a slip: the page looks at the file again by itself, and says where it is and what would mend it.
  await written(desk, lesson.replace('"minutes"', '"minuets"'));
  await eventually(async () => assert.match(await sheet.locator('pre.faults').textContent(), /^draft\.json:\d+:\d+: .*minuets.*minutes/s));
  const [, line, column] = /^draft\.json:(\d+):(\d+)/.exec(await sheet.locator('pre.faults').textContent()).map(Number);
  assert.equal(lesson.split('\n')[line - 1].slice(column - 1).startsWith('"minutes"'), true, 'just there it is');
  await picture(desk, 'slip-in-draft-desktop');
  await written(desk, lesson.replaceAll('Two devices', 'My two devices'));
  await desk.waitForFunction(() => window.mailscope.shown().problem === '');
  await press(desk, 'Escape');
  await press(desk, 'KeyO');
  const [worksheet] = await Promise.all([desk.waitForEvent('download'), sheet.getByRole('button', {name: 'A worksheet'}).click()]);
  assert.match(fs.readFileSync(await worksheet.path(), 'utf8'), /\?[^]*\?/, 'it asks');
  await press(desk, 'Escape');
  // The phone's own dialog for files, in Russian.
  await phone.evaluate(() => { delete window.showOpenFilePicker; });
  await tap(phone, 363, 26);
  await sheet_of(phone).getByRole('combobox').fill('файл');
  await sheet_of(phone).getByRole('option').first().tap();
  const [chooser] = await Promise.all([phone.waitForEvent('filechooser'), sheet_of(phone).getByRole('button', {name: 'Открыть файл'}).tap()]);
  await chooser.setFiles({name: 'draft.json', mimeType: 'application/json', buffer: Buffer.from(lesson)});
  await phone.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-draft');
  assert.match((await shown(phone)).lesson.title, /[а-яё]/i);
  await sheet_of(phone).getByRole('button', {name: 'Закрыть'}).tap();
  assert.deepEqual([...desk.faults, ...phone.faults], []);
});

test('an administrator: the terminal says why it was refused; its trace and its capture say the same in the page; a colleague gets a link', async () => {
  const file = 'scenarios/relays-and-abuse/open-relay.json', knob = ['--knob', 'relay=closed'];
  const told = mailscope('why', file, ...knob);
  const refusal = /relay answers: (550 5\.7\.1 .*?) {2}/.exec(told)[1];
  await drop(desk, 'from-the-terminal.jsonl', mailscope('run', '--json', file, ...knob));
  await desk.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-from-the-terminal');
  await walk(desk, refusal);
  await press(desk, 'KeyQ');
  const {why} = await shown(desk);
  const reasons = told.split('\n\n').find((part) => part.startsWith('relay answers')).split('\n').filter((line) => line.startsWith('  < '));
  assert.equal(why.links.length, reasons.length + 1, 'as many reasons as the terminal gave');
  for (const [i, {label}] of why.links.slice(1).entries()) assert.ok(reasons[i].includes(label.replaceAll(/[`*]/g, '')), `${reasons[i]}: ${label}`);
  await picture(desk, 'why-desktop');
  // The capture of the same, as from a wire.
  const capture = path.join(fs.mkdtempSync(path.join(top, 'build/')), 'wire.pcapng');
  mailscope('export', 'pcapng', file, ...knob, '-o', capture);
  await desk.evaluate(([name, octets]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(octets), (c) => c.charCodeAt(0))], name));
    window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
  }, ['wire.pcapng', fs.readFileSync(capture).toString('base64')]);
  fs.rmSync(path.dirname(capture), {recursive: true});
  await desk.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-wire');
  await walk(desk, refusal);  // the same words
  // A link to a colleague, on the phone, in Russian: the lesson with its knob, at the refusal.
  await visit(desk, 'open-relay/0/en?relay=closed');
  await walk(desk, refusal);
  await press(desk, 'Shift+KeyC');
  await eventually(async () => assert.match(await copied(desk), /#open-relay\/\d+\/en\?relay=closed$/));
  await visit(phone, new URL(await copied(desk)).hash.slice(1).replace('/en', '/ru'));
  assert.ok((await shown(phone)).story.headline.includes(refusal));
  await picture(phone, 'refusal-phone');
  assert.deepEqual([...desk.faults, ...phone.faults], []);
});

test('a contributor: the words of README are the program\'s, every path that the papers name is there, and page and clone run the same', async () => {
  const read = (name) => fs.readFileSync(path.join(top, name), 'utf8');
  const help = mailscope('--help'), targets = read('Makefile');
  for (const [, word] of read('README.md').matchAll(/^build\/native\/mailscope (\w+)/gm)) assert.match(help, new RegExp(`^  ${word} `, 'm'), word);
  for (const [, target] of `${read('README.md')}${read('docs/HACKING.md')}`.matchAll(/`?make (\w[\w-]*)/g)) assert.match(targets, new RegExp(`^${target}:|[: ]${target}( |:|$)`, 'm'), target);
  for (const paper of ['README.md', ...fs.readdirSync(path.join(top, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]) {
    for (const [, name] of read(paper).matchAll(/`((?:sim|ui|web|tests|tools|cmake|scenarios|docs)\/[\w./-]*\w)`/g)) {
      if (!/\b(ROOM|NAME|TARGET|name)\b/.test(name)) assert.ok(fs.existsSync(path.join(top, name)), `${paper} names ${name}`);  // those are placeholders
    }
  }
  await visit(desk, 'open-relay/0/en');
  const {knobs} = await shown(desk);
  for (const [page, position] of [[desk, knobs[0].values[0].argument], [phone, knobs[0].values[1].argument]]) {
    await visit(page, `open-relay/0/${page === desk ? 'en' : 'ru'}?${position}`);
    assert.ok(mailscope('run', '--digest', '--knob', position, 'scenarios/relays-and-abuse/open-relay.json').includes(await exported(page, 'digest')), position);
  }
  await desk.context().close();
  await phone.context().close();
});
