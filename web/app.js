// The page's glue: loads the program and the lessons, asks it for frames only when something happens,
// keeps the address and the mirror in step with it. What is shown and what it means is decided in C++.
import {callsOf} from './calls.js';
import {changes} from './changes.js';
import {Embedding} from './embedding.js';
import {Fields} from './fields.js';
import {Files} from './files.js';
import {pressed} from './keys.js';
import {inAddress, isPacked, packed, unpacked, written} from './links.js';
import {Lms} from './lms.js';
import {loadProgram, loadText} from './loading.js';
import {Mirror} from './mirror.js';
import {goOffline} from './offline.js';
import {Presenter} from './presenter.js';
import {packageIn} from './scorm.js';
import * as sheets from './sheets.js';
import {make} from './make.js';
import {store} from './store.js';
import * as toasts from './toasts.js';
import {tour} from './tour.js';
import {announceLesson, languageChosen, welcome} from './welcome.js';
import {knows, languageFor, say, speak, spoken} from './words.js';

const root = document.documentElement;
const canvas = document.getElementById('canvas');
const sizes = {small: 1, large: 1.2, largest: 1.4};

let call, mirror, fields, files, presenter, isScheduled = false, timer = 0, shownRevision = -1, shownLink = '', hasPicture = false, theme = '';
let noticeNumber = 0, sheetNumber = 0, latest = null, isRestored = false, ratio = 0, noticeOf = '', followed = '';
const isNew = store.isNew(), toast = toasts.toast;
// In a package for a learning system: the system keeps what is done, for the one who is logged in there.
const pack = packageIn(document), lms = pack && Lms.begin(window);
if (pack) store.keepApart(['progress', 'place', 'language']);
let embedding = null;
speak(firstLanguage());

function firstLanguage() {
  const asked = inAddress().split(/[/?]/)[2] || new URLSearchParams(location.search).get('lang') || store.get('language') || pack?.language;
  if (knows(asked)) return asked;
  return languageFor(navigator.languages ?? []);
}

function showMessage(sentence) {
  const message = document.getElementById('message');
  message.textContent = sentence;
  message.hidden = false;
  document.getElementById('loading').hidden = true;
}

// ---- frames ------------------------------------------------------------------------------------------

function wake() {
  if (isScheduled || !call) return;
  isScheduled = true;
  requestAnimationFrame(frame);
}

function frame(now) {
  isScheduled = false;
  clearTimeout(timer);
  timer = 0;
  if (hasPicture && devicePixelRatio !== ratio) fit();
  const next = call.frame(now / 1000);
  if (next < 0) wake();
  else if (next > 0) timer = setTimeout(wake, next);
  refresh();
}

// What has changed is told to the address, the mirror and the live line.
function refresh() {
  if (hasPicture && fields) fields.show(JSON.parse(call.textPlaces()));
  const revision = call.revision();
  if (revision === shownRevision) return;
  shownRevision = revision;
  const shown = latest = JSON.parse(call.mirror());
  speak(shown.language);
  if (root.lang !== shown.language) root.lang = shown.language;
  if (theme !== shown.theme) {
    theme = root.dataset.theme = shown.theme;
    document.querySelector('meta[name="theme-color"]').content = getComputedStyle(root).getPropertyValue('--paper').trim();
  }
  document.title = `${shown.lesson.title} · Mailscope`;
  canvas.setAttribute('aria-label', shown.labels.canvas);
  document.getElementById('skip').textContent = shown.labels.text_view;
  mirror.show(shown);
  presenter.refresh(shown);
  keepAddress(shown);
  fetchAwaited();
  if (shown.notice.number !== noticeNumber) {
    noticeNumber = shown.notice.number;
    toast(shown.notice.text);
    noticeOf = shown.lesson.id;
  } else if (noticeOf && noticeOf !== shown.lesson.id) {
    toasts.dismiss();  // what was said of one lesson does not stand over the next
    noticeOf = '';
  }
  if (shown.sheet.number !== sheetNumber) {
    sheetNumber = shown.sheet.number;
    openSheet(shown.sheet.name);
  }
  store.set('language', shown.language);
  if (!shown.lesson.id.startsWith('file-')) store.set('place', shown.link);
  if (isRestored) store.set('progress', call.progress());
  report(shown);
}

// What the page or the system around this one is told.
function report({lesson, link, language, step, score}) {
  if (lms && lesson.id === pack.lesson) lms.tell(score, {language, progress: JSON.parse(call.progress()).lessons[lesson.id]});
  embedding?.tell({lesson: lesson.id, title: lesson.title, link, step: step.index, steps: step.count, score: {...score, text: undefined}});
}

// A history entry for each lesson; within one the entry only follows.
async function keepAddress(shown) {
  if (!shown.lesson.id || shown.link === shownLink) return;
  const isOther = shownLink && lessonOfLink(shownLink) !== shown.lesson.id;
  shownLink = shown.link;
  if (inAddress() === shown.link) return void (followed = '');
  const simple = written(shown.link);
  const text = simple.length > 700 ? await packed(shown.link) : simple;
  if (shownLink !== shown.link) return;  // by now one is elsewhere
  followed = '';
  history[isOther ? 'pushState' : 'replaceState'](null, '', '#' + text);
}

const lessonOfLink = (link) => link.split(/[/?]/)[0];

function act(action, argument = '') {
  const isDone = call.act(action, argument);
  wake();
  return isDone;
}

// The lesson that somebody waits for.
let fetching = '', arrival = Promise.resolve();
function fetchAwaited() {
  const path = call.awaited();
  if (path && path !== fetching) {
    fetching = path;
    arrival = loadText('scenarios/' + path).then((text) => give(path, text), (error) => toast(say('lessonFailed', {why: error.message}))).then(() => {
      if (fetching === path) fetching = '';
      wake();
    });
  }
  return arrival;
}

// The others, while nothing else is to be done: so that choosing one is instant.
async function fetchOthers() {
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? ((f) => setTimeout(f, 50)))(resolve, {timeout: 500}));
  for (const path of call.wanted().split('\n').filter(Boolean)) {
    await idle();
    if (!call.wanted().includes(path)) continue;
    const text = await loadText('scenarios/' + path).catch(() => null);
    if (text === null) break;  // no network: they come when they are asked for
    give(path, text);
  }
  wake();
}

// ---- sheets ------------------------------------------------------------------------------------------

function openSheet(name) {
  if (name === 'palette') sheets.palette(JSON.parse(call.palette()), act);
  else if (name === 'changes') changes(() => JSON.parse(call.changes()), (action, argument) => { const isDone = act(action, argument); refresh(); return isDone; }, call.lineFault);
  else if (name === 'files') files.show();
  else if (name === 'scorm') files.saveScorm();
  else if (name === 'notices') toasts.show();
  else if (name === 'settings') settingsSheet();
  else if (name === 'tour') tour(() => canvas.focus());
  else if (name === 'copy-link') copy(location.href);
  else if (name === 'copy-dialogue') copy(latest.dialogue.lines.map((line) => `${line.who}: ${line.text}`).join('\n'));
  else if (name === 'notes' && !presenter.openNotes(latest)) toast(say('popup'));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say('copied'));
  } catch {
    toast(say('notCopied'));
  }
}

function setScale() {
  const size = sizes[store.get('size')] ?? 1;
  call.textScale(presenter.isOn ? Math.max(size, 1.35) : size);
  root.style.setProperty('--zoom', String(presenter.isOn ? Math.max(size, 1.35) : size));
  wake();
}

function settingsSheet() {
  const choose = (size) => make('label', {}, make('input', {type: 'radio', name: 'size', checked: (store.get('size') ?? 'small') === size, onchange: () => { store.set('size', size); setScale(); }}), ` ${say(size)}`);
  const button = (label, doing) => make('button', {type: 'button', onclick: doing}, label);
  sheets.show('settings', say('settings'), [
    make('fieldset', {}, make('legend', {}, say('size')), make('div', {class: 'row'}, Object.keys(sizes).map(choose))),
    make('div', {class: 'row'}, latest.languages.map((one) => make('button', {type: 'button', lang: one.code, 'aria-pressed': String(one.on), onclick: () => { act(one.action, one.argument); sheets.close(); }}, one.label)),
        button(latest.theme_control.label, () => act('theme')),
        button(root.dataset.view === 'text' ? say('picture') : say('text'), () => { sheets.close(); setView(root.dataset.view === 'text' ? 'picture' : 'text'); }),
        button(say('tour'), () => { sheets.close(); tour(() => canvas.focus()); }))]);
}

// ---- input -------------------------------------------------------------------------------------------

function listen() {
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'pointercancel', 'wheel', 'mouseleave', 'touchstart', 'touchmove', 'touchend']) {
    window.addEventListener(type, wake, {capture: true, passive: true});
  }
  document.addEventListener('keydown', (event) => pressed(event, {call, canvas, act, wake}));
  // A finger that rests explains; the browser's own menu would cover that.
  canvas.addEventListener('contextmenu', (event) => { if (event.pointerType !== 'mouse') event.preventDefault(); });
  // Back, forward and a typed address may be told twice, by both events.
  const follow = async () => {
    const text = inAddress();
    if (text === shownLink || text === followed) return;
    followed = text;
    await openAddress();
  };
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  // A link that is pasted anywhere but into a field is opened.
  document.addEventListener('paste', (event) => {
    if (event.target.matches?.('input, textarea')) return;
    const hash = /#(\S+)$/.exec(event.clipboardData?.getData('text').trim() ?? '')?.[1];
    if (hash) location.hash = hash;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      act('pause');
      if (isRestored) store.set('progress', call.progress());
    } else {
      wake();
    }
  });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(prefers-contrast: more)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', followSystem);
  }
  document.getElementById('skip').addEventListener('click', (event) => {
    event.preventDefault();
    setView('text');
  });
}

function followSystem() {
  const wants = (query) => matchMedia(`(${query})`).matches;
  call.reduceMotion(wants('prefers-reduced-motion: reduce') ? 1 : 0);
  root.dataset.contrast = wants('prefers-contrast: more') || wants('forced-colors: active') ? 'more' : 'normal';
  act('contrast', root.dataset.contrast);
  act('theme', wants('prefers-color-scheme: dark') ? 'dark' : 'light');
}

const openAddress = () => openLink(inAddress());

// As it stands behind the #; what is wrong with it, "" when nothing is.
async function openLink(text) {
  const link = isPacked(text) ? await unpacked(text).catch(() => null) : text;
  if (link !== null) return open(link);
  open('');
  toast(say('brokenLink'));
  return say('brokenLink');
}

// What could not be opened is said, and given back.
function open(link) {
  const fault = call.openLink(link);
  if (fault) toast(fault);
  shownLink = shownLink || link;
  fetchAwaited();
  wake();
  return fault;
}

// ---- the picture ---------------------------------------------------------------------------------------

function setView(view) {
  root.dataset.view = hasPicture ? view : 'text';
  store.set('view', root.dataset.view);
  if (root.dataset.view === 'text') document.getElementById('mirror').querySelector('button')?.focus();
  mirror.setView(root.dataset.view, hasPicture);
  wake();
}

function fit() {
  ratio = devicePixelRatio;
  call.resize(innerWidth, innerHeight);
  wake();
}

function openPicture() {
  canvas.hidden = false;
  canvas.width = canvas.height = 1;
  // Lines and letters come with soft edges of their own: sampling each pixel four times would cost time and show nothing.
  if (!canvas.getContext('webgl2', {antialias: false, depth: false, stencil: false})) return false;
  if (!call.openWindow(innerWidth, innerHeight)) return false;
  window.addEventListener('resize', fit);
  // The device pixel ratio changes with browser zoom and between screens; where that is not told, the next frame sees it.
  const follow = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => { fit(); follow(); }, {once: true});
  follow();
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    hasPicture = false;
    toast(say('lost'));
    setView('text');
  });
  fit();
  return true;
}

// ---- the beginning -------------------------------------------------------------------------------------

async function main() {
  const memory = await lms?.remembered();
  if (knows(memory?.language)) speak(memory.language);
  welcome();
  root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  if (typeof WebAssembly !== 'object') return showMessage(say('noWasm'));
  const bar = document.getElementById('bar'), text = document.getElementById('bar-text');
  const kilo = (octets) => Math.round(octets / 1000);
  const {program, index, summaries} = await loadProgram(canvas, (done, all) => {
    bar.value = done / all;
    text.textContent = say('loading', {done: kilo(done), all: kilo(all)});
  }, (lessonsList, summariesList) => announceLesson(pack?.lesson ?? lessonOfLink(isPacked(inAddress()) ? '' : inAddress() || store.get('place') || ''), lessonsList, summariesList));
  call = callsOf(program);
  mirror = new Mirror(document.getElementById('mirror'), document.getElementById('live'), {act, setView: (view) => setView(view), toast});
  presenter = new Presenter(setScale);
  fields = new Fields(document.body, act);
  // What a file opens, be it only its faults, is drawn.
  const drawn = (give) => (name, content) => { wake(); return give(name, content); };
  files = new Files({giveFile: drawn(call.giveFile), giveCapture: drawn(call.giveCapture),
    exported: call.exported, progress: call.progress, act, toast, lesson: () => latest.lesson.id, shown: () => JSON.parse(call.mirror())});
  give('index.json', index);
  give('summaries.json', summaries);
  act('language', spoken());
  act('restore', memory?.progress ? JSON.stringify({mailscope: 1, lessons: {[pack.lesson]: memory.progress}}) : store.get('progress') ?? '');
  isRestored = true;
  hasPicture = openPicture();
  canvas.hidden = !hasPicture;
  document.getElementById('skip').hidden = !hasPicture;
  document.getElementById('mirror').hidden = false;
  followSystem();
  const address = inAddress();
  const asked = isPacked(address) ? await unpacked(address).catch(() => { toast(say('brokenLink')); return ''; }) : address;
  const inTongue = (link) => link?.replace(/^([^/]*\/[^/]*)\/\w+/, `$1/${spoken()}`);
  if (pack?.isOwn) await loadText(pack.opens).then((text) => files.open(pack.opens.replace(/^.*\//, ''), text), (error) => toast(say('lessonFailed', {why: error.message})));
  const ofPack = pack && `${pack.lesson}/${memory?.progress?.done ? 0 : memory?.progress?.step ?? 0}/${spoken()}`;
  open((languageChosen() ? inTongue(asked) : asked) || ofPack || inTongue(store.get('place')) || `${lessonOf(call.wanted().split('\n')[0])}/0/${spoken()}`);
  while (call.awaited()) {
    await fetchAwaited();
    if (call.awaited()) break;  // it could not be had, and that has been said
  }
  listen();
  if (!pack) embedding = new Embedding(window, openLink);
  setScale();
  refresh();
  setView(store.get('view') === 'text' ? 'text' : 'picture');
  if (!hasPicture) toast(say('noWebgl'));
  if (pack && !lms) toast(say('noLms'));
  const greeting = document.getElementById('welcome');
  greeting.classList.add('leaving');
  greeting.inert = true;  // still seen for a moment, no longer read out
  setTimeout(() => { greeting.hidden = true; }, 250);
  // For the console and for tests: the same calls that the page makes.
  window.mailscope = {act, framesDrawn: () => call.framesDrawn(), isResting: () => !isScheduled && timer === 0, shown: () => JSON.parse(call.mirror()), exported: call.exported, changes: () => JSON.parse(call.changes())};
  root.dataset.ready = 'true';
  if (isNew && hasPicture) tour(() => canvas.focus());
  await fetchOthers();
  root.dataset.complete = 'true';
  goOffline((take) => toast(say('update'), say('reload'), take));
}

const lessonOf = (path) => path.replace(/^.*\//, '').replace(/\.json$/, '');

function give(path, text) {
  const faults = call.give(path, text);
  if (faults) console.error(faults);
}

main().catch((error) => {
  console.error(error);
  showMessage(say('failed', {why: error.message}));
});
