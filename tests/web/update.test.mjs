// A newer build of the page comes: it is shown, what the learner has done stays, and it works without a network.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {serve} from '../../tools/serve';
import {stamp} from '../../tools/site';
import {ask, blank, eventually, ready, shown, site, start, stop, top} from './support/page.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-site-'));
let server;
before(async () => {
  await start();
  fs.cpSync(site, folder, {recursive: true});
  server = await serve(folder, 0);
});
after(async () => {
  server?.close();
  await stop();
  fs.rmSync(folder, {recursive: true});
});

// The same page, built again after a lesson got another title and a module another line.
function buildAnew() {
  const files = new Map(fs.readdirSync(folder, {recursive: true}).filter((name) => fs.statSync(path.join(folder, name)).isFile() && name !== 'files.json')
      .map((name) => [name, fs.readFileSync(path.join(folder, name))]));
  for (const name of ['index.html', 'sw.js']) files.set(name, fs.readFileSync(path.join(top, 'web', name)));
  const lesson = 'scenarios/reading-mail/pop3-deletes.json';
  files.set(lesson, Buffer.from(JSON.stringify({...JSON.parse(files.get(lesson)), title: {en: 'The newer lesson', ru: 'Урок поновее'}})));
  files.set('tour.js', Buffer.concat([files.get('tour.js'), Buffer.from('\ndocument.documentElement.dataset.edition = "second";\n')]));
  stamp(files);
  for (const [name, octets] of files) fs.writeFileSync(path.join(folder, name), octets);
}

test('an update: the newer page is there after a reload, with all progress, and then without a network, too', async () => {
  const page = await blank({offline: true});
  const address = `http://127.0.0.1:${server.address().port}/`;
  await page.goto(`${address}#pop3-deletes/0/en`);
  await ready(page);
  const build = () => page.evaluate(() => document.querySelector('meta[name="build"]').content);
  const first = await build();
  // The first build is kept whole, and the page is its worker's own.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const question = await ask(page, 'one');
  await question.locator('input').first().evaluate((input) => input.click());
  await eventually(async () => assert.ok((await shown(page)).question?.verdict));
  const before_update = await shown(page);
  const progress = () => page.evaluate(() => JSON.parse(localStorage.getItem('mailscope.progress')).lessons['pop3-deletes']);
  await eventually(async () => assert.equal(Object.keys((await progress()).answers).length, 1));
  const kept = await progress();

  buildAnew();
  await page.reload();
  await ready(page);
  const isNewer = async (where) => {
    assert.notEqual(await build(), first, where);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.edition), 'second', where);
    const now = await shown(page);
    assert.deepEqual([now.lesson.title, now.step.index, now.score.text], ['The newer lesson', before_update.step.index, before_update.score.text], where);
    assert.deepEqual(await progress(), kept, where);
  };
  await isNewer('at once, from the network: program, page and lessons of one build');
  // The newer worker has fetched what differs, and waits until it is asked.
  const offer = page.locator('#toast').getByRole('button', {name: 'Load it'});
  await offer.waitFor();
  await Promise.all([page.waitForEvent('load'), offer.click()]);
  await ready(page);
  await isNewer('of the newer worker');
  assert.equal(await page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('mailscope-')).length), 1, 'the older build is forgotten');

  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await page.reload();
  await ready(page);
  await isNewer('without a network');
  assert.equal(await page.evaluate(async () => (await (await fetch('files.json')).json()).files.length > 50), true, 'what a package needs is known');
  await page.context().close();
});
