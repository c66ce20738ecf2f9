// A lesson as a SCORM 1.2 package: made at the desk and by the page, judged by the standard's schemas, and run inside
// somebody else's learning system (scorm-again), where it tells the marks and goes on another day.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {findApi, marksOf, statusOf, suspended, timespan} from '../../web/lms.js';
import {deflated, inflated} from '../../web/links.js';
import {blank, drop, eventually, open, shown, site, start, stop, top} from './support/page.mjs';
import {folder, html, place} from './support/servers.mjs';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-lms-'));
const runtime = fs.readFileSync(createRequire(import.meta.url).resolve('scorm-again/scorm12/min'), 'utf8');
const schemas = process.env.MAILSCOPE_SOURCE_SCORM_SCHEMAS ?? path.join(process.env.MAILSCOPE_DEPS_DIR ?? path.join(top, '.deps'), 'src/scorm_schemas-0.3.0');
let system;

before(async () => {
  await start();
  const files = folder(work);
  system = await place((name) => name === '/course' ? html('<script src="runtime.js"></script>') :
    name === '/runtime.js' ? {type: 'text/javascript', body: runtime} : files(name));
});
after(async () => {
  system?.close();
  await stop();
  fs.rmSync(work, {recursive: true});
});

const scorm = (...words) => spawnSync(process.execPath, [path.join(top, 'tools/scorm'), '--site', site, ...words], {encoding: 'utf8', cwd: work});
const unpacked = (file, to) => execFileSync('unzip', ['-q', '-o', path.join(work, file), '-d', path.join(work, to)]);

// The system's page with the package in a frame; what the system has kept of the last visit is given to it first.
async function launch(page, package_name, kept) {
  await page.goto(`${system.origin}/course`);
  await page.evaluate(([where, cmi]) => {
    window.calls = [];
    window.API = new window.Scorm12API({autocommit: false, logLevel: 5});
    if (cmi) window.API.loadFromJSON(cmi, '');
    for (const name of ['LMSInitialize', 'LMSSetValue', 'LMSCommit', 'LMSFinish']) window.API.on(name, (...values) => window.calls.push([name, ...values]));
    const frame = document.createElement('iframe');
    frame.src = `${where}/index.html`;
    document.body.append(frame);
  }, [package_name, kept]);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  return frame;
}

const value = (page, name) => page.evaluate((key) => window.API.lmsGetValue(key), name);
const calls = (page, name) => page.evaluate((wanted) => window.calls.filter(([one]) => one === wanted).length, name);

// Every question that the lesson asks as it is written, answered right, at the step where it is asked.
async function answerAll(frame, slips = 0) {
  await frame.evaluate(async (wrong) => {
    const {act, shown} = window.mailscope;
    act('first');
    for (;;) {
      const seen = new Set();
      for (let {question} = shown(); question && !seen.has(question.id); {question} = shown()) {
        seen.add(question.id);
        if (!question.right && question.kind === 'one') {
          const right = question.options.find((option) => question.answers.some((answer) => answer === option.label || answer.startsWith(option.label + ' — ')));
          if (wrong-- > 0) act('answer', question.options.find((option) => option !== right).argument);
          act('answer', right.argument);
        }
        if (shown().question?.next) act('next-question');
      }
      const {step} = shown();
      if (step.index === step.count) return;
      act('forward');
    }
  }, slips);
}

test('at the desk: a package lists all that it holds, as the schemas of SCORM 1.2 want it; a slip is told', () => {
  const made = scorm('pop3-deletes', '-o', 'desk.zip', '--lang', 'ru');
  assert.equal(made.stderr, '');
  unpacked('desk.zip', 'desk');
  const manifest = fs.readFileSync(path.join(work, 'desk/imsmanifest.xml'), 'utf8');
  const listed = [...manifest.matchAll(/<file href="([^"]+)"/g)].map(([, name]) => name).sort();
  const held = fs.readdirSync(path.join(work, 'desk'), {recursive: true}).filter((name) => fs.statSync(path.join(work, 'desk', name)).isFile());
  assert.deepEqual(listed, held.filter((name) => name !== 'imsmanifest.xml').sort());
  assert.ok(listed.includes('mailscope_page.wasm') && listed.includes('scenarios/reading-mail/pop3-deletes.json'));
  assert.ok(!listed.includes('sw.js'), 'no worker inside a learning system');
  assert.match(manifest, /<title>[А-Яа-я]/);
  const schema = fs.readdirSync(schemas, {recursive: true}).filter((name) => name.includes('scorm12') && name.endsWith('.xsd'));
  const all = path.join(work, 'all.xsd');
  const at = (name) => path.join(schemas, schema.find((one) => path.basename(one) === name));
  fs.writeFileSync(all, `<schema xmlns="http://www.w3.org/2001/XMLSchema"><import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="${at('imscp_rootv1p1p2.xsd')}"/><import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="${at('adlcp_rootv1p2.xsd')}"/></schema>`);
  const valid = (file) => spawnSync('xmllint', ['--noout', '--nonet', '--schema', all, file], {encoding: 'utf8'});
  const judged = valid(path.join(work, 'desk/imsmanifest.xml'));
  assert.equal(judged.status, 0, judged.stderr);
  fs.writeFileSync(path.join(work, 'bad.xml'), manifest.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="lesson"'));
  assert.notEqual(valid(path.join(work, 'bad.xml')).status, 0, 'the schemas are really asked');

  const [unknown, language] = [scorm('no-such-lesson'), scorm('pop3-deletes', '--lang', 'de')];
  assert.deepEqual([unknown.status, language.status], [2, 2]);
  assert.match(unknown.stderr, /neither a lesson .* nor a file/);
  fs.writeFileSync(path.join(work, 'broken.json'), '{"title": 5}');
  const broken = scorm('broken.json');
  assert.equal(broken.status, 2);
  assert.match(broken.stderr, /broken\.json:1:/);
});

test('in a learning system: incomplete, then passed with its marks; the next visit goes on where it was left', async () => {
  const page = await blank();
  let frame = await launch(page, 'desk');
  assert.equal(await value(page, 'cmi.core.lesson_status'), 'incomplete');
  assert.equal(await frame.evaluate(() => document.documentElement.lang), 'ru', 'the language that it was made in');
  let now = await frame.evaluate(() => window.mailscope.shown());
  assert.deepEqual([now.lesson.id, now.step.index], ['pop3-deletes', 0]);
  assert.equal(await value(page, 'cmi.core.score.raw'), '', 'nobody has no marks before the first answer');

  const {asked} = now.score;
  await answerAll(frame, 1);
  await page.waitForFunction(() => window.API.lmsGetValue('cmi.core.lesson_status') === 'passed');
  assert.equal(await value(page, 'cmi.core.score.raw'), String(Math.round(100 * (asked - 1) / asked)));
  assert.deepEqual([await value(page, 'cmi.core.score.min'), await value(page, 'cmi.core.score.max')], ['0', '100']);
  await frame.evaluate(() => { window.mailscope.act('go-index', '9'); window.mailscope.act('language', 'en'); });
  const reads = async () => JSON.parse(await inflated(await value(page, 'cmi.suspend_data')));
  await eventually(async () => assert.deepEqual((({language, progress}) => [language, progress.step])(await reads()), ['en', 9]));
  assert.ok((await value(page, 'cmi.suspend_data')).length < 4096);
  assert.deepEqual(await frame.evaluate(() => Object.keys(localStorage).filter((key) => /progress|place|language/.test(key))), [], 'who comes next to this computer finds nothing');
  assert.equal(await frame.evaluate(async () => (await navigator.serviceWorker?.getRegistrations() ?? []).length), 0);
  assert.ok(await calls(page, 'LMSCommit') > 0);

  // The lesson is left: the system hears of it once, with the time that it took.
  const before_leaving = await page.evaluate(() => { document.querySelector('iframe').src = 'about:blank'; });
  assert.equal(before_leaving, undefined);
  await page.waitForFunction(() => window.calls.some(([name]) => name === 'LMSFinish'));
  assert.equal(await calls(page, 'LMSFinish'), 1);
  assert.ok(await page.evaluate(() => window.calls.some(([name, key, time]) => name === 'LMSSetValue' && key === 'cmi.core.session_time' && /^\d{4}:\d\d:\d\d\.\d\d$/.test(time))));
  assert.equal(await page.evaluate(() => window.calls.filter(([, key, exit]) => key === 'cmi.core.exit').at(-1)[2]), 'suspend');
  const kept = await page.evaluate(() => window.API.renderCMIToJSONObject().cmi);

  frame = await launch(page, 'desk', kept);
  now = await frame.evaluate(() => window.mailscope.shown());
  assert.equal(now.language, 'en');
  assert.equal(now.score.right, asked, 'the answers are still there');
  assert.equal(await value(page, 'cmi.core.lesson_status'), 'passed', 'a second visit takes nothing away');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a trainer's own lesson, dropped on the page, comes out as a package; the desk makes the same octets", async () => {
  const lesson = JSON.parse(fs.readFileSync(path.join(top, 'scenarios/reading-mail/pop3-deletes.json'), 'utf8'));
  lesson.id = 'my-lesson-2';
  lesson.title = {en: 'Two <devices> & "one" box', ru: 'Два устройства'};
  const text = JSON.stringify(lesson);
  const page = await open('pop3-deletes/0/en');
  await drop(page, 'my-lesson-2.json', text);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-my-lesson-2');
  const coming = page.waitForEvent('download');
  await page.evaluate(() => window.mailscope.act('sheet', 'scorm'));
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'file-my-lesson-2-scorm.zip');
  await download.saveAs(path.join(work, 'own.zip'));
  await eventually(async () => assert.match(await page.locator('#toast').textContent(), /Moodle/));
  // The other way to it, and what is no lesson.
  await page.evaluate(() => window.mailscope.act('sheet', 'files'));
  await page.locator('#sheet').getByRole('button', {name: 'For Moodle (SCORM)'}).waitFor();
  const trace = await page.evaluate(() => window.mailscope.exported('trace'));
  await drop(page, 'run.jsonl', trace);
  await page.waitForFunction(() => window.mailscope.shown().lesson.id === 'file-run');
  await page.evaluate(() => window.mailscope.act('sheet', 'scorm'));
  await eventually(async () => assert.match(await page.locator('#toast').textContent(), /Only a lesson/));
  assert.deepEqual(page.faults, []);
  await page.context().close();

  fs.writeFileSync(path.join(work, 'my-lesson-2.json'), text);
  assert.equal(scorm('my-lesson-2.json', '-o', 'own-desk.zip').stderr, '');
  assert.ok(fs.readFileSync(path.join(work, 'own.zip')).equals(fs.readFileSync(path.join(work, 'own-desk.zip'))));

  unpacked('own.zip', 'own');
  const course = await blank();
  const frame = await launch(course, 'own');
  const now = await frame.evaluate(() => window.mailscope.shown());
  assert.deepEqual([now.lesson.id, now.lesson.title], ['file-my-lesson-2', 'Two <devices> & "one" box']);
  await answerAll(frame);
  await course.waitForFunction(() => window.API.lmsGetValue('cmi.core.lesson_status') === 'passed');
  assert.equal(await value(course, 'cmi.core.score.raw'), '100');
  // Without a system around it the package is a page like any other, which says what it lacks.
  await course.goto(`${system.origin}/own/index.html`);
  await eventually(async () => assert.match(await course.locator('#toast').textContent(), /learning system/));
  assert.equal((await shown(course)).lesson.id, 'file-my-lesson-2');
  assert.deepEqual(course.faults, []);
  await course.context().close();
});

test('what is told: the time, the marks, when a lesson is done, a memory that never grows too long', async () => {
  assert.equal(timespan(0), '0000:00:00.00');
  assert.equal(timespan(3_600_000 * 27 + 61_230), '0027:01:01.23');
  assert.equal(timespan(Number.MAX_SAFE_INTEGER).length, '9999:00:00.00'.length);
  const score = (part) => ({asked: 0, right: 0, once: 0, goals: 0, met: 0, seen: false, ...part});
  assert.deepEqual([score({asked: 3, once: 1}), score({goals: 2, met: 1}), score({})].map(marksOf), [33, 50, null]);
  assert.deepEqual([score({asked: 2, right: 1}), score({asked: 2, right: 2}), score({asked: 2, right: 2, goals: 1}), score({}), score({seen: true})].map(statusOf),
      ['incomplete', 'passed', 'incomplete', 'incomplete', 'completed']);
  const noise = Array.from({length: 20_000}, (_, i) => ((i * 7919) % 36).toString(36) + ((i * i * 31) % 997)).join('');
  const long = await suspended({language: 'ru', progress: {right: ['a'], answers: {a: {chosen: [noise]}}}});
  assert.ok(long.length < 4096);
  assert.deepEqual(JSON.parse(await inflated(long)).progress, {right: ['a'], answers: {}});
  assert.equal(await inflated(await deflated('письмо')), 'письмо');
  await assert.rejects(inflated('9.abc'));
});

test('the system is looked for up the frames and from the window that opened this one, past frames that may not be looked into', () => {
  const api = {LMSInitialize: () => 'true'};
  const own = {API: api};
  own.parent = own;
  assert.equal(findApi({parent: {parent: own}}), api);
  const foreign = {get API() { throw new Error('SecurityError'); }, get parent() { throw new Error('SecurityError'); }, get opener() { throw new Error('SecurityError'); }};
  assert.equal(findApi({parent: foreign, get opener() { return null; }}), null);
  const alone = {opener: {parent: own}};
  alone.parent = alone.top = alone;
  assert.equal(findApi(alone), api);
  const nobody = {opener: null};
  nobody.parent = nobody.top = nobody;
  assert.equal(findApi(nobody), null);
});
