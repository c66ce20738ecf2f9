// Screenshots against approved ones: both sizes, both languages, both themes. support/picture.mjs says how one is approved.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {complete, open, press, settled, start, stop, visit} from './support/page.mjs';
import {approve} from './support/picture.mjs';

before(start);
after(stop);

const sizes = {desktop: {width: 1280, height: 800}, phone: {width: 390, height: 844, ratio: 2}};
const told = ['first-message', 'starttls-stripping', 'pop3-deletes', 'open-relay'];
const scenes = [
  {name: 'lessons', size: 'desktop', hash: 'first-message/0/ru', theme: 'light', keys: ['KeyL'], after: ['Escape']},
  {name: 'keys', size: 'desktop', hash: 'first-message/0/en', theme: 'dark', keys: ['F1'], after: ['Escape']},
  ...told.flatMap((lesson, index) => [
    {name: lesson, size: 'desktop', hash: `${lesson}/${12 + index}/en`, theme: index % 2 ? 'dark' : 'light'},
    {name: lesson, size: 'phone', hash: `${lesson}/${12 + index}/ru`, theme: index % 2 ? 'light' : 'dark'},
  ]),
  // What a scene opens may stay open: those that change the regions come last.
  {name: 'difference', size: 'desktop', hash: 'starttls-stripping/9/en', theme: 'light', keys: ['KeyW', 'End']},
  {name: 'compare', size: 'desktop', hash: 'starttls-stripping/9/ru', theme: 'light', keys: ['KeyW', 'KeyM'], after: ['KeyM']},
  {name: 'why', size: 'desktop', hash: 'open-relay/14/ru', theme: 'light', keys: ['KeyQ'], after: ['KeyQ']},
  {name: 'bytes', size: 'desktop', hash: 'first-message/12/ru', theme: 'light', from: 'first-message/0/ru', keys: ['Digit2']},
  {name: 'state', size: 'desktop', hash: 'first-message/12/ru', theme: 'dark', from: 'first-message/0/ru', keys: ['Digit4', 'KeyF']},
  {name: 'ladder', size: 'phone', hash: 'first-message/12/ru', theme: 'light', tab: '1'},
  {name: 'host', size: 'phone', hash: 'first-message/12/en', theme: 'dark', tab: '3'},
];

// One page for each size, and a theme that the system changes: a load for each scene would cost more than all else.
const pages = {};
async function at(scene) {
  const page = pages[scene.size] ??= await open(scene.hash, {...sizes[scene.size], theme: scene.theme});
  await page.emulateMedia({colorScheme: scene.theme});
  await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, scene.theme);
  if (scene.from) {  // where the ladder stands depends on where one comes from
    await visit(page, scene.from);
    await settled(page);
  }
  await visit(page, scene.hash);
  return page;
}

for (const scene of scenes) {
  const name = `${scene.name}-${scene.size}.png`;
  test(`screen ${name}`, async () => {
    const page = await at(scene);
    if (scene.name === 'lessons') await complete(page);
    for (const key of scene.keys ?? []) await press(page, key);
    if (scene.tab) await page.evaluate((tab) => window.mailscope.act('tab', tab), scene.tab);
    await settled(page);
    const shot = await page.screenshot();
    for (const key of scene.after ?? []) await press(page, key);
    assert.deepEqual(page.faults, []);
    approve(name, shot);
  });
}
