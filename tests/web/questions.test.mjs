// Every kind of question in the page: by the mirror's real controls, and by the keyboard on the picture; goals,
// reasons and the comparison with them.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {ask, eventually, open, press, settled, shown, start, stop, violations, visit} from './support/page.mjs';

before(start);
after(stop);

const act = (page, action, argument = '') => page.evaluate(([a, b]) => { window.mailscope.act(a, b); }, [action, argument]);
// One page for all that is asked in the text view.
let text;
async function openText(link) {
  if (text) await visit(text, link);
  else text = await open(link, {kept: {view: 'text'}});
  return text;
}

// Until an answer is judged so: by the program, and in the mirror.
const judged = async (page, isRight) => {
  await eventually(async () => {
    const {question} = await shown(page);
    assert.equal(question.verdict ? question.right : null, isRight);
  });
  await page.locator(`#question .verdict.${isRight ? 'right' : 'wrong'}`).waitFor({state: 'attached'});
};
const says = (locator, words) => eventually(async () => assert.match(await locator.textContent(), words));
const counts = (locator, count) => eventually(async () => assert.equal(await locator.count(), count));
const axeFinds = (page) => violations(page, '#mirror');

test('mirror: radios, an explanation for each of them, and another try', async () => {
  const page = await openText('first-message/0/en');
  const question = await ask(page, 'one');
  const {question: {options, answers}} = await shown(page);
  const explanations = new Set();
  for (let i = 0; i < options.length; ++i) {
    await question.getByRole('radio').nth(i).check();
    await judged(page, answers.some((answer) => answer.startsWith(options[i].label)));
    const explanation = await question.locator('.verdict').textContent();
    assert.ok(explanation.length > 15, 'every answer is explained');
    explanations.add(explanation);
  }
  assert.equal(explanations.size, options.length, 'each in its own words');
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
});

test('mirror: checkboxes are checked together, and may be changed afterwards', async () => {
  const page = await openText('forged-sender/0/ru');
  const question = await ask(page, 'several');
  const {question: {answers}} = await shown(page);
  const boxes = question.getByRole('checkbox');
  await boxes.last().check();  // a wrong one
  await question.getByRole('button', {name: 'Проверить'}).click();
  await judged(page, false);
  const labels = await question.locator('label.option').allTextContents();
  for (let i = 0; i < labels.length; ++i) {
    const isRight = answers.some((answer) => answer.replaceAll(/[`*]/g, '').startsWith(labels[i].replace(/ \((верно|неверно)\)$/, '')));
    await boxes.nth(i).setChecked(isRight);
  }
  await question.getByRole('button', {name: 'Проверить'}).click();
  await judged(page, true);
  assert.deepEqual(page.faults, []);
});

test('mirror: a command is typed, the parser complains, a right one may be spelt otherwise', async () => {
  const page = await openText('smtp-by-hand/0/en');
  const question = await ask(page, 'type');
  const field = question.getByRole('textbox');
  await field.fill('NONSENSE');
  await field.press('Enter');
  await judged(page, false);
  const {question: {answers}} = await shown(page);
  await field.fill(answers[0].toLowerCase());
  await question.getByRole('button', {name: 'Check'}).click();
  await judged(page, true);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
});

test('mirror: steps are moved into their order by buttons, hints say it one by one', async () => {
  const page = await openText('smtp-by-hand/0/en');
  const question = await ask(page, 'order');
  const {question: {id, options, answers}} = await shown(page);
  const hint = question.getByRole('button', {name: /hint/});
  for (let i = 0; i < options.length; ++i) {
    await hint.click();
    await counts(question.locator('.hint'), i + 1);
  }
  for (let i = 0; i < options.length; ++i) {
    for (;;) {
      const now = (await shown(page)).question.options;
      const at = now.findIndex((option) => answers[i].startsWith(option.label));
      if (at === i) break;
      await question.getByRole('button', {name: `Up: ${now[at].label}`, exact: true}).click();
      await eventually(async () => assert.equal((await shown(page)).question.options[at - 1].id, now[at].id));
    }
  }
  await question.getByRole('button', {name: 'Check'}).click();
  await judged(page, true);
  assert.equal((await shown(page)).question.id, id);
  assert.deepEqual(page.faults, []);
});

test('mirror: pairs are chosen from lists', async () => {
  const page = await openText('envelope-and-header/0/ru');
  const question = await ask(page, 'match');
  const {question: {pairs, answers, options}} = await shown(page);
  for (let i = 0; i < pairs.length; ++i) {
    const right = options.find((option) => answers[i] === `${pairs[i].left} — ${option.label}`);
    await question.getByRole('combobox').nth(i).selectOption(right.id);
    await eventually(async () => assert.equal((await shown(page)).question.pairs[i].chosen, right.id));
  }
  await question.getByRole('button', {name: 'Проверить'}).click();
  await judged(page, true);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
});

test('mirror: a step is found in the list of steps, which can be narrowed by words', async () => {
  const page = await openText('read-the-capture/0/en');
  const question = await ask(page, 'find');
  await question.locator('summary').click();
  const steps = question.locator('ol.steps button'), all = await steps.count(), sought = question.getByRole('searchbox');
  await sought.fill('mail from');
  await eventually(async () => {
    const left = await steps.allTextContents();
    assert.ok(left.length > 0 && left.length < all && left.every((text) => /mail from/i.test(text)));
  });
  await sought.fill('no step says this');
  await says(question.getByRole('status'), /Nothing/);
  await act(page, 'theme');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.equal(await sought.inputValue(), 'no step says this', 'what was typed stays');
  await sought.fill('');
  await counts(steps, all);
  await question.locator('ol.steps button').first().click();
  await judged(page, false);
  for (let given = 1; (await shown(page)).question.hint; ++given) {
    await question.getByRole('button', {name: /hint/}).click();
    await counts(question.locator('.hint'), given);
  }
  const wanted = /step (\d+)\.$/.exec((await shown(page)).question.hints.at(-1))[1];
  await question.locator('ol.steps button').nth(Number(wanted)).click();
  await judged(page, true);
  assert.deepEqual(page.faults, []);
});

test('mirror: a challenge: goals, what still fails, and success at once when the knobs are right', async () => {
  const page = await openText('close-the-relay/0/ru');
  const goals = page.locator('#goals');
  await says(goals.locator('.progress'), /2 из 3/);
  await says(goals.locator('.lack').first(), /шаг \d+/);
  await goals.getByRole('button', {name: 'подсказк'}).first().click();
  await goals.locator('.hint').waitFor();
  await act(page, 'knob', 'relay=off');
  assert.equal((await shown(page)).question.verdict, '');
  await page.locator('#knobs').getByRole('button', {name: '192.0.2.32/27'}).click();
  await says(goals.locator('.progress'), /3 из 3/);
  await judged(page, true);
  await says(page.locator('#question .verdict'), /Верно/);
  await says(page.locator('#live'), /Верно/);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
});

test('mirror: the chain of reasons is a list of buttons that lead to their steps', async () => {
  const page = await openText('open-relay/0/en?relay=closed');
  await page.evaluate(() => { while (!window.mailscope.shown().story.headline.includes('550 5.7.1')) window.mailscope.act('forward'); });
  const why = page.locator('#why');
  await why.getByRole('button', {name: 'Why did this happen?'}).click();
  const links = why.locator('ol button');
  await eventually(async () => assert.ok(await links.count() > 2));
  await says(why, /because it is set so/);
  const before_jump = (await shown(page)).step.index;
  await links.last().click();
  await eventually(async () => assert.ok((await shown(page)).step.index < before_jump));
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.faults, []);
});

test('mirror: two branches are compared in a table; the address brings both back', async () => {
  const page = await openText('starttls-stripping/0/en?policy=required');
  await act(page, 'branch', 'immediate');
  await act(page, 'knob', 'policy=tls');
  const compare = page.locator('#compare');
  await compare.getByRole('button').first().click();
  await compare.getByLabel('Left').selectOption({label: (await shown(page)).compare.sides[1].title});
  await says(compare.locator('table'), /Mail/);
  await compare.getByRole('button', {name: 'Dialogue'}).click();
  await page.waitForFunction(() => location.hash.includes('compare=dialogue:policy='));
  await compare.locator('tr.changed').first().waitFor();
  assert.deepEqual(await axeFinds(page), []);
  const hash = await page.evaluate(() => location.hash.slice(1));
  const table = await compare.locator('table').textContent();
  const other = await open(hash);
  await eventually(async () => assert.equal(await other.locator('#compare table').textContent(), table));
  await visit(other, 'starttls-stripping/0/en?compare=sideways');
  await says(other.locator('#toast'), /comparison/);
  await other.context().close();
  assert.deepEqual(page.faults, []);
});

// The cursor of the picture goes down to what is wanted.
const pickDown = async (page, wanted) => {
  for (let i = 0; i < 20 && (await shown(page)).question.picked !== wanted; ++i) await press(page, 'ArrowDown');
  assert.equal((await shown(page)).question.picked, wanted);
};

test('picture: by the keyboard alone: choose, tick and check, move, match, type', async () => {
  const page = await open('smtp-by-hand/0/en');
  await ask(page, 'one');
  await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await eventually(async () => assert.notEqual((await shown(page)).question.verdict, ''));

  await ask(page, 'type');
  const {question: {answers}} = await shown(page);
  await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await page.waitForFunction(() => document.activeElement.matches('input.field'));
  await page.keyboard.type(answers[0]);
  await press(page, 'Enter');
  await judged(page, true);

  await ask(page, 'order');
  const {question: order} = await shown(page);
  for (let i = 0; i < order.options.length; ++i) {
    const now = (await shown(page)).question.options;
    const at = now.findIndex((option) => order.answers[i].startsWith(option.label));
    // The cursor stays with the item that it moves.
    await act(page, 'pick', 'down');
    await pickDown(page, `option:${now[at].id}`);
    await press(page, 'Shift+ArrowUp', at - i);
    await eventually(async () => assert.equal((await shown(page)).question.options[i].id, now[at].id));
  }
  await pickDown(page, 'check');
  await press(page, 'Enter');
  await judged(page, true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('picture: a click in the ladder answers where a step is to be found, by touch, too', async () => {
  const page = await open('smtp-by-hand/0/en', {width: 390, height: 844, touch: true, ratio: 2});
  await ask(page, 'find');
  await act(page, 'tab', '1');
  await settled(page);
  await page.touchscreen.tap(200, 420);
  await eventually(async () => assert.notEqual((await shown(page)).question.verdict, ''));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
