// Every kind of question in the page: by the mirror's real controls, and by the keyboard on the picture; goals,
// reasons and the comparison with them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {drawn, open, press, settled, shown, start, stop} from './support/page.mjs';

before(start);
after(stop);

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const act = (page, action, argument = '') => page.evaluate(([a, b]) => { window.mailscope.act(a, b); }, [action, argument]);

// To the first step at which a question of this kind is asked.
async function ask(page, kind) {
  await act(page, 'first');
  for (let i = 0; i < 200; ++i) {
    const seen = new Set();
    for (;;) {
      const {question} = await shown(page);
      if (question?.kind === kind && !question.verdict) {
        await drawn(page);
        return page.locator('#question');
      }
      if (!question?.next || seen.has(question.id)) break;
      seen.add(question.id);
      await act(page, 'next-question');
    }
    const {step} = await shown(page);
    if (step.index === step.count) break;
    await act(page, 'forward');
  }
  throw new Error(`no question of the kind ${kind}`);
}

const verdict = async (page) => {
  await drawn(page);
  const {question} = await shown(page);
  return question.verdict ? question.right : null;
};
const axeFinds = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run('#mirror')).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3)}`));
};

async function openText(link) {
  const page = await open(link);
  await page.evaluate(() => localStorage.setItem('mailscope.view', 'text'));
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  return page;
}

test('mirror: radios, an explanation for each of them, and another try', async () => {
  const page = await openText('first-message/0/en');
  const question = await ask(page, 'one');
  const count = await question.getByRole('radio').count();
  let rights = 0;
  for (let i = 0; i < count; ++i) {
    await question.getByRole('radio').nth(i).check();
    rights += await verdict(page) ? 1 : 0;
    assert.ok((await question.locator('.verdict').textContent()).length > 15, 'every answer is explained');
  }
  assert.equal(rights, 1);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: checkboxes are checked together, and may be changed afterwards', async () => {
  const page = await openText('forged-sender/0/ru');
  const question = await ask(page, 'several');
  const {question: {answers}} = await shown(page);
  const boxes = question.getByRole('checkbox');
  await boxes.last().check();  // a wrong one
  await question.getByRole('button', {name: 'Проверить'}).click();
  assert.equal(await verdict(page), false);
  const labels = await question.locator('label.option').allTextContents();
  for (let i = 0; i < labels.length; ++i) {
    const isRight = answers.some((answer) => answer.replaceAll(/[`*]/g, '').startsWith(labels[i].replace(/ \((верно|неверно)\)$/, '')));
    await boxes.nth(i).setChecked(isRight);
    await drawn(page);
  }
  await question.getByRole('button', {name: 'Проверить'}).click();
  assert.equal(await verdict(page), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: a command is typed, the parser complains, a right one may be spelt otherwise', async () => {
  const page = await openText('smtp-by-hand/0/en');
  const question = await ask(page, 'type');
  const field = question.getByRole('textbox');
  await field.fill('NONSENSE');
  await field.press('Enter');
  assert.equal(await verdict(page), false);
  const {question: {answers}} = await shown(page);
  await field.fill(answers[0].toLowerCase());
  await question.getByRole('button', {name: 'Check'}).click();
  assert.equal(await verdict(page), true);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: steps are moved into their order by buttons, hints say it one by one', async () => {
  const page = await openText('smtp-by-hand/0/en');
  const question = await ask(page, 'order');
  const {question: {id, options, answers}} = await shown(page);
  const hint = question.getByRole('button', {name: /hint/});
  for (let i = 0; i < options.length; ++i) {
    await hint.click();
    await drawn(page);
  }
  assert.equal(await question.locator('.hint').count(), options.length);
  for (let i = 0; i < options.length; ++i) {
    for (;;) {
      const now = (await shown(page)).question.options;
      const at = now.findIndex((option) => answers[i].startsWith(option.label));
      if (at === i) break;
      await question.getByRole('button', {name: `Up: ${now[at].label}`, exact: true}).click();
      await drawn(page);
    }
  }
  await question.getByRole('button', {name: 'Check'}).click();
  assert.equal(await verdict(page), true);
  assert.equal((await shown(page)).question.id, id);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: pairs are chosen from lists', async () => {
  const page = await openText('envelope-and-header/0/ru');
  const question = await ask(page, 'match');
  const {question: {pairs, answers, options}} = await shown(page);
  for (let i = 0; i < pairs.length; ++i) {
    const right = options.find((option) => answers[i] === `${pairs[i].left} — ${option.label}`);
    await question.getByRole('combobox').nth(i).selectOption(right.id);
    await drawn(page);
  }
  await question.getByRole('button', {name: 'Проверить'}).click();
  assert.equal(await verdict(page), true);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: a step is found in the list of steps', async () => {
  const page = await openText('read-the-capture/0/en');
  const question = await ask(page, 'find');
  await question.locator('summary').click();
  await question.locator('ol.steps button').first().click();
  assert.equal(await verdict(page), false);
  for (;;) {
    const hint = question.getByRole('button', {name: /hint/});
    if (await hint.count() === 0) break;
    await hint.click();
    await drawn(page);
  }
  const wanted = /step (\d+)\.$/.exec((await shown(page)).question.hints.at(-1))[1];
  await question.locator('ol.steps button').nth(Number(wanted)).click();
  assert.equal(await verdict(page), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: a challenge: goals, what still fails, and success at once when the knobs are right', async () => {
  const page = await openText('close-the-relay/0/ru');
  const goals = page.locator('#goals');
  assert.match(await goals.locator('.progress').textContent(), /2 из 3/);
  assert.match(await goals.locator('.lack').first().textContent(), /шаг \d+/);
  await goals.getByRole('button', {name: 'подсказк'}).first().click();
  await goals.locator('.hint').waitFor();
  await act(page, 'knob', 'relay=off');
  await drawn(page);
  assert.equal((await shown(page)).question.verdict, '');
  await page.locator('#knobs').getByRole('button', {name: '192.0.2.32/27'}).click();
  await drawn(page);
  assert.match(await goals.locator('.progress').textContent(), /3 из 3/);
  assert.equal(await verdict(page), true);
  assert.match(await page.locator('#question .verdict').textContent(), /Верно/);
  assert.match(await page.locator('#live').textContent(), /Верно/);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: the chain of reasons is a list of buttons that lead to their steps', async () => {
  const page = await openText('open-relay/0/en?relay=closed');
  while (!(await shown(page)).story.headline.includes('550 5.7.1')) await act(page, 'forward');
  await drawn(page);
  const why = page.locator('#why');
  await why.getByRole('button', {name: 'Why did this happen?'}).click();
  const links = why.locator('ol button');
  assert.ok(await links.count() > 2);
  assert.match(await why.textContent(), /because it is set so/);
  const before_jump = (await shown(page)).step.index;
  await links.last().click();
  await drawn(page);
  assert.ok((await shown(page)).step.index < before_jump);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('mirror: two branches are compared in a table; the address brings both back', async () => {
  const page = await openText('starttls-stripping/0/en?policy=required');
  await act(page, 'branch', 'immediate');
  await act(page, 'knob', 'policy=tls');
  await drawn(page);
  const compare = page.locator('#compare');
  await compare.getByRole('button').first().click();
  await compare.getByLabel('Left').selectOption({label: (await shown(page)).compare.sides[1].title});
  await drawn(page);
  assert.match(await compare.locator('table').textContent(), /Mail/);
  await compare.getByRole('button', {name: 'Dialogue'}).click();
  await drawn(page);
  assert.ok(await compare.locator('tr.changed').count() > 0);
  assert.deepEqual(await axeFinds(page), []);
  await page.waitForFunction(() => location.hash.includes('compare=dialogue:policy='));
  const hash = await page.evaluate(() => location.hash.slice(1));
  const table = await compare.locator('table').textContent();
  const other = await open(hash);
  assert.equal(await other.locator('#compare table').textContent(), table);
  await other.context().close();
  const broken = await open('starttls-stripping/0/en?compare=sideways');
  assert.match(await broken.locator('#toast').textContent(), /comparison/);
  await broken.context().close();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('picture: by the keyboard alone: choose, tick and check, move, match, type', async () => {
  const page = await open('smtp-by-hand/0/en');
  const enter = (times = 1) => press(page, 'Enter', times);
  await ask(page, 'one');
  await press(page, 'ArrowDown');
  await enter();
  assert.notEqual(await verdict(page), null);

  await ask(page, 'type');
  const {question: {answers}} = await shown(page);
  await press(page, 'ArrowDown');
  await enter();
  await settled(page);
  await page.keyboard.type(answers[0]);
  await enter();
  assert.equal(await verdict(page), true);
  await settled(page);

  await ask(page, 'order');
  const {question: order} = await shown(page);
  for (let i = 0; i < order.options.length; ++i) {
    const now = (await shown(page)).question.options;
    const at = now.findIndex((option) => order.answers[i].startsWith(option.label));
    // The cursor stays with the item that it moves.
    await act(page, 'pick', 'down');
    for (let k = 0; k < 20 && await page.evaluate(() => window.mailscope.shown().question.picked) !== `option:${now[at].id}`; ++k) await press(page, 'ArrowDown');
    await press(page, 'Shift+ArrowUp', at - i);
  }
  await press(page, 'ArrowDown', 1);
  for (let k = 0; k < 20 && (await shown(page)).question.picked !== 'check'; ++k) await press(page, 'ArrowDown');
  await enter();
  assert.equal(await verdict(page), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('picture: a click in the ladder answers where a step is to be found, by touch, too', async () => {
  const page = await open('smtp-by-hand/0/en', {width: 390, height: 844, touch: true, ratio: 2});
  await ask(page, 'find');
  await act(page, 'tab', '1');
  await settled(page);
  await page.touchscreen.tap(200, 420);
  await settled(page);
  assert.notEqual(await verdict(page), null);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
