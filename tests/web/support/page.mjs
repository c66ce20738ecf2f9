// A browser on the built site: one server, one Chromium, fresh contexts; every error of a page is kept.
//
//   const page = await open('first-message/3/en', {width: 390, height: 844});
//   await page.keyboard.press('ArrowRight');
//   await eventually(async () => assert.match(await page.locator('.headline').textContent(), /arrives/));
//   assert.deepEqual(page.faults, []);
//
// A test waits for what it claims, never for a time: MAILSCOPE_SLOW=6 runs every page six times slower, and all must
// still pass.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {serve} from '../../../tools/serve';

export const top = path.join(import.meta.dirname, '..', '..', '..');
export const site = process.env.MAILSCOPE_SITE ?? path.join(top, 'build/site');

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const slowness = Number(process.env.MAILSCOPE_SLOW ?? 1);
const patience = 60_000 * slowness;
let server, browser;

export async function start() {
  server = await serve(site, 0);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
      '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--font-render-hinting=none'],
  });
}

export async function stop() {
  await browser?.close();
  server?.close();
}

export const address = () => `http://127.0.0.1:${server.address().port}/`;

// A page in a context of its own, at no address yet.
export async function blank(options = {}) {
  const {width = 1280, height = 800, ratio = 1, theme = 'light', touch = false, motion = 'reduce', script} = options;
  const context = await browser.newContext({
    viewport: {width, height}, deviceScaleFactor: ratio, colorScheme: theme, hasTouch: touch, reducedMotion: motion,
    locale: options.locale ?? 'en-GB', serviceWorkers: options.offline ? 'allow' : 'block', forcedColors: options.forcedColors ?? 'none',
    permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true,
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', {rate: slowness});
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') page.faults.push(message.text()); });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'blob:' && url.hostname !== '127.0.0.1') page.faults.push(`a request left the machine: ${url}`);
  });
  // A visitor who has been here before, unless the first visit is what is tested: the tour has been seen.
  if (!options.isFirst) await page.addInitScript(() => { try { localStorage.getItem('mailscope.language') ?? localStorage.setItem('mailscope.seen', '1'); } catch { /* then it is a first visit */ } });
  if (script) await page.addInitScript(script);
  for (const [key, value] of Object.entries(options.kept ?? {})) {
    await page.addInitScript(([name, text]) => { localStorage.getItem(name) ?? localStorage.setItem(name, text); }, [`mailscope.${key}`, value]);
  }
  return page;
}

export async function open(hash = '', options = {}) {
  const page = await blank(options);
  await options.before?.(page);
  await page.goto(address() + (hash ? '#' + hash : ''));
  await ready(page);
  return page;
}

// The same page, elsewhere: as if a link were followed in it. A page load costs more than all that a test does on it, so
// that tests of one kind share a page, unless the loading itself is claimed.
export async function visit(page, link) {
  await page.evaluate((to) => {
    document.getElementById('sheet')?.close();
    location.hash = to;
  }, link);
  const [lesson, step, language] = link.split(/[/?]/);
  await page.waitForFunction(([id, index, code]) => {
    const now = window.mailscope.shown();
    return now.lesson.id === id && now.step.index === index && now.language === code;
  }, [lesson, Number(step), language], {timeout: patience});
  await drawn(page);
}

// What axe finds wrong below a place; `rules` when the rest of them has judged the same document before.
export async function violations(page, place = 'html', rules = undefined) {
  await page.evaluate((text) => { if (!window.axe) (0, eval)(text); }, axe);
  return page.evaluate(async ([where, only]) => (await window.axe.run(where, only ? {runOnly: {type: 'rule', values: only}} : {})).violations
      .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3)}`), [place, rules]);
}

// As if somebody let a file go over the page.
export const drop = (page, name, text) => page.evaluate(([called, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], called));
  window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
}, [name, text]);

// The program is there and has its lesson.
// And what is shown meanwhile has gone: it fades out over the first pictures.
export const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === 'true' && document.getElementById('welcome').hidden, null, {timeout: patience});
// Every lesson has come.
export const complete = (page) => page.waitForFunction(() => document.documentElement.dataset.complete === 'true', null, {timeout: patience});

// Asks again until the claim holds; what it failed with last is the test's failure.
export async function eventually(claim) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await claim();
    } catch (fault) {
      if (!(fault instanceof assert.AssertionError) || Date.now() > end) throw fault;
    }
    await new Promise((again) => setTimeout(again, 40));
  }
}

export const shown = (page) => page.evaluate(() => window.mailscope.shown());
export const frames = (page) => page.evaluate(() => window.mailscope.framesDrawn());

// Until nothing moves and no frame is asked for: all that was done is on the screen.
export async function settled(page) {
  await drawn(page);
  await page.waitForFunction(() => window.mailscope.isResting());
}

export const lessons = () => JSON.parse(fs.readFileSync(path.join(site, 'scenarios/index.json'), 'utf8')).chapters
    .flatMap((chapter) => chapter.lessons);

// Until what was done is on the screen and in the mirror.
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// To the first step at which a question of this kind is asked; the mirror's question.
export async function ask(page, kind) {
  const id = await page.evaluate((wanted) => {
    const {act, shown} = window.mailscope;
    act('first');
    for (;;) {
      const seen = new Set();
      for (let {question} = shown(); question && !seen.has(question.id); {question} = shown()) {
        if (question.kind === wanted && !question.verdict) return question.id;
        seen.add(question.id);
        if (question.next) act('next-question');
      }
      const {step} = shown();
      if (step.index === step.count) return null;
      act('forward');
    }
  }, kind);
  assert.ok(id, `no question of the kind ${kind}`);
  await drawn(page);
  const question = page.locator(`#question[data-kind="${kind}"]`);
  await question.waitFor({state: 'attached'});
  return question;
}

// What a person would do: press a key, let the page take note of it.
export async function press(page, key, times = 1) {
  for (let i = 0; i < times; ++i) await page.keyboard.press(key);
  await drawn(page);
}
