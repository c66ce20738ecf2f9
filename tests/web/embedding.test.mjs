// The page in a frame of somebody else's page: opened by it, telling it how the lesson goes; deaf to everybody else.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {parentOrigin} from '../../web/embedding.js';
import {address, blank, eventually, start, stop} from './support/page.mjs';
import {html, place} from './support/servers.mjs';

let school;
before(async () => {
  await start();
  school = await place((name) => name === '/course' ? html('') : undefined);
});
after(async () => {
  school?.close();
  await stop();
});

// A page of the school with the tutor in a frame; what the tutor says is kept, with the origin that it comes from.
async function course(query) {
  const page = await blank();
  await page.goto(`${school.origin}/course`);
  await page.evaluate((src) => {
    window.heard = [];
    addEventListener('message', ({data, origin}) => window.heard.push({data, origin}));
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
  }, `${address()}${query}#first-message/0/en`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  const say = (message) => page.evaluate((text) => document.querySelector('iframe').contentWindow.postMessage(text, '*'), message);
  return {page, frame, say, heard: () => page.evaluate(() => window.heard)};
}

test('a school\'s page opens lessons in its frame and hears how they go; a broken link is told', async () => {
  const {page, frame, say, heard} = await course(`?parent=${school.origin}`);
  await say({open: 'open-relay/3/en'});
  await say('PING');
  await eventually(async () => assert.equal((await heard())[0]?.data, 'PONG'));
  const last = async () => (await heard()).at(-1)?.data.progress;
  await eventually(async () => assert.equal((await last())?.lesson, 'first-message', 'before PONG nothing is opened'));
  await say({open: 'open-relay/3/ru'});
  await eventually(async () => assert.deepEqual((({lesson, step, link}) => [lesson, step, link])(await last()), ['open-relay', 3, 'open-relay/3/ru']));
  assert.equal(await frame.evaluate(() => window.mailscope.shown().lesson.id), 'open-relay');
  const count = (await heard()).length;
  await frame.evaluate(() => window.mailscope.act('forward'));
  await eventually(async () => assert.equal((await last()).step, 4));
  assert.equal((await heard()).length, count + 1, 'one change, one message');
  const {score} = await last();
  assert.ok(score.asked > 0 && score.right === 0 && score.seen === false);
  await say({open: 'no-such-lesson/0/en'});
  await eventually(async () => assert.ok((await heard()).some(({data}) => /no-such-lesson/.test(data.fault))));
  await say({open: '1.damaged'});
  await eventually(async () => assert.ok((await heard()).some(({data}) => /damaged/.test(data.fault))));
  for (const odd of [null, 7, 'ping', {}, {open: 5}, {open: {}}, ['open']]) await say(odd);
  await say('PING');
  await eventually(async () => assert.equal((await heard()).filter(({data}) => data === 'PONG').length, 2));
  assert.ok((await heard()).every(({origin}) => origin + '/' === address()));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('who is not named in the frame\'s address is neither heard nor told anything', async () => {
  const {page, frame, say, heard} = await course('?parent=https://other.example');
  await say('PING');
  await say({open: 'open-relay/3/en'});
  await frame.evaluate(() => window.mailscope.act('forward'));
  await frame.waitForFunction(() => window.mailscope.shown().step.index === 1);
  assert.equal(await frame.evaluate(() => window.mailscope.shown().lesson.id), 'first-message');
  assert.deepEqual(await heard(), []);
  assert.equal(await frame.evaluate(async () => (await navigator.serviceWorker?.getRegistrations() ?? []).length), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('whose page may talk: the one that the address names by its origin, else our own; nobody where there is no page around', () => {
  const framed = (search) => parentOrigin({parent: {}, location: {search, origin: 'https://tutor.example'}});
  assert.equal(framed('?parent=https://school.example/course?id=5'), 'https://school.example');
  assert.equal(framed('?lang=ru'), 'https://tutor.example');
  for (const nobody of ['?parent=', '?parent=nonsense', '?parent=javascript:alert(1)', '?parent=null', '?parent=file:///x', '?parent=*']) assert.equal(framed(nobody), null, nobody);
  const alone = {location: {search: '?parent=https://school.example', origin: 'https://tutor.example'}};
  alone.parent = alone;
  assert.equal(parentOrigin(alone), null);
});
