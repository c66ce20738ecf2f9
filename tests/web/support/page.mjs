// A browser on the built site: one server, one Chromium, fresh contexts; every error of a page is kept.
//
//   const page = await open('first-message/3/en', {width: 390, height: 844});
//   await page.keyboard.press('ArrowRight');
//   assert.deepEqual(page.faults, []);
import fs from 'node:fs';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {serve} from '../../../tools/serve';

export const top = path.join(import.meta.dirname, '..', '..', '..');
export const site = process.env.MAILSCOPE_SITE ?? path.join(top, 'build/site');

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

export async function open(hash = '', options = {}) {
  const {width = 1280, height = 800, ratio = 1, theme = 'light', touch = false, motion = 'reduce', script} = options;
  const context = await browser.newContext({
    viewport: {width, height}, deviceScaleFactor: ratio, colorScheme: theme, hasTouch: touch, reducedMotion: motion,
    locale: options.locale ?? 'en-GB', serviceWorkers: options.offline ? 'allow' : 'block', forcedColors: options.forcedColors ?? 'none',
    permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true,
  });
  const page = await context.newPage();
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
  await page.goto(address() + (hash ? '#' + hash : ''));
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, {timeout: 60_000});
  return page;
}

export const shown = (page) => page.evaluate(() => window.mailscope.shown());
export const frames = (page) => page.evaluate(() => window.mailscope.framesDrawn());

// Until no frame has been drawn for a while.
export async function settled(page, quiet = 250) {
  let last = -1;
  for (let i = 0; i < 100; ++i) {
    const now = await frames(page);
    if (now === last) return;
    last = now;
    await page.waitForTimeout(quiet);
  }
  throw new Error('the page never comes to rest');
}

export const lessons = () => JSON.parse(fs.readFileSync(path.join(site, 'scenarios/index.json'), 'utf8')).chapters
    .flatMap((chapter) => chapter.lessons);

// Until what was done is on the screen and in the mirror.
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// What a person would do: press a key, let the page take note of it.
export async function press(page, key, times = 1) {
  for (let i = 0; i < times; ++i) await page.keyboard.press(key);
  await drawn(page);
}
