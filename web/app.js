// The page's glue: loads the program and the lessons, asks it for frames only when something happens,
// keeps the address and the mirror in step with it. What is shown and what it means is decided in C++.
import {loadProgram, loadText} from './loading.js';
import {Mirror} from './mirror.js';

const root = document.documentElement;
const canvas = document.getElementById('canvas');
const words = {
  en: {
    loading: 'Loading {done} of {all} kB …',
    noWasm: 'This browser cannot run WebAssembly, which Mailscope is made of. Any browser since 2018 can; in some, a strict security setting switches it off.',
    noWebgl: 'This browser offers no WebGL 2, so there is no picture. The text view below has all of it: story, dialogue, questions, knobs.',
    failed: 'Loading has failed: {why}. Check the connection and load the page again.',
    lost: 'The graphics context was lost; the text view goes on.',
    text: 'Text view', picture: 'Picture',
  },
  ru: {
    loading: 'Загружено {done} из {all} кБ…',
    noWasm: 'Этот браузер не выполняет WebAssembly, а Mailscope из него состоит. Подойдёт любой браузер новее 2018 года; иногда его отключают строгие настройки безопасности.',
    noWebgl: 'В этом браузере нет WebGL 2, поэтому без картинки. В текстовом виде есть всё: рассказ, диалог, вопросы, переключатели.',
    failed: 'Загрузить не удалось: {why}. Проверьте соединение и обновите страницу.',
    lost: 'Графический контекст потерян; текстовый вид продолжает работать.',
    text: 'Текстовый вид', picture: 'Картинка',
  },
};

const store = {  // survives a blocked localStorage
  get(key) { try { return localStorage.getItem('mailscope.' + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem('mailscope.' + key, value); } catch { /* then it is not kept */ } },
};

const linked = () => decodeURIComponent(location.hash.slice(1));
let language = firstLanguage();
let call, mirror, isScheduled = false, timer = 0, shownRevision = -1, shownLink = '', hasPicture = false, theme = '';

function firstLanguage() {
  const asked = linked().split('/')[2] || new URLSearchParams(location.search).get('lang') || store.get('language');
  if (asked in words) return asked;
  return navigator.languages?.some((tag) => tag.toLowerCase().startsWith('ru')) ? 'ru' : 'en';
}

const say = (key, fields = {}) => words[language][key].replace(/\{(\w+)\}/g, (_, name) => fields[name]);

function welcomeIn(code) {
  root.lang = code;
  for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset[code];
}

function showMessage(sentence) {
  const message = document.getElementById('message');
  message.textContent = sentence;
  message.hidden = false;
  document.getElementById('loading').hidden = true;
}

function toast(sentence) {
  const element = document.getElementById('toast');
  element.textContent = sentence;
  element.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { element.hidden = true; }, 7000);
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
  const next = call.frame(now / 1000);
  if (next < 0) wake();
  else if (next > 0) timer = setTimeout(wake, next);
  refresh();
}

// What has changed is told to the address, the mirror and the live line.
function refresh() {
  const revision = call.revision();
  if (revision === shownRevision) return;
  shownRevision = revision;
  const shown = JSON.parse(call.mirror());
  language = shown.language;
  if (root.lang !== language) root.lang = language;
  if (theme !== shown.theme) {
    theme = root.dataset.theme = shown.theme;
    document.querySelector('meta[name="theme-color"]').content = getComputedStyle(root).getPropertyValue('--paper').trim();
  }
  document.title = `${shown.lesson.title} · Mailscope`;
  canvas.setAttribute('aria-label', shown.labels.canvas);
  document.getElementById('skip').textContent = shown.labels.text_view;
  mirror.show(shown);
  keepAddress(shown);
  store.set('language', language);
  store.set('done', shown.done.join(','));
  store.set('place', shown.link);
}

// A history entry for each lesson; within one the entry only follows.
function keepAddress(shown) {
  if (!shown.lesson.id || shown.link === shownLink) return;
  const isOther = shownLink && shownLink.split('/')[0] !== shown.lesson.id;
  shownLink = shown.link;
  if (linked() === shown.link) return;
  history[isOther ? 'pushState' : 'replaceState'](null, '', '#' + shown.link);
}

function act(action, argument = '') {
  call.act(action, argument);
  wake();
}

// ---- input -------------------------------------------------------------------------------------------

function listen() {
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'pointercancel', 'wheel', 'mouseleave', 'touchstart', 'touchmove', 'touchend']) {
    window.addEventListener(type, wake, {capture: true, passive: true});
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target.matches('input[type="text"], input:not([type]), textarea, select')) return;
    // A focused control of the mirror keeps the keys that work it.
    const isControl = target.closest('#mirror button, #mirror input, #mirror a');
    if (isControl && ['Space', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(event.code)) return;
    if (event.code === 'F6') {
      (document.activeElement === canvas ? document.getElementById('mirror').querySelector('button') : canvas)?.focus();
      event.preventDefault();
      return;
    }
    if (call.key(event.code, event.shiftKey ? 1 : 0)) {
      event.preventDefault();
      wake();
    }
  });
  window.addEventListener('hashchange', () => {
    if (linked() === shownLink) return;
    open(linked());
  });
  window.addEventListener('popstate', () => { if (linked() !== shownLink) open(linked()); });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) act('pause');
    else wake();
  });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']) {
    matchMedia(query).addEventListener('change', followSystem);
  }
  document.getElementById('skip').addEventListener('click', (event) => {
    event.preventDefault();
    setView('text');
  });
}

function followSystem() {
  call.reduceMotion(matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : 0);
  act('theme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

function open(link) {
  const fault = call.openLink(link);
  if (fault) toast(fault);
  shownLink = shownLink || link;
  wake();
}

// ---- the picture ---------------------------------------------------------------------------------------

function setView(view) {
  root.dataset.view = hasPicture ? view : 'text';
  store.set('view', root.dataset.view);
  if (root.dataset.view === 'text') document.getElementById('mirror').querySelector('button')?.focus();
  mirror.setView(root.dataset.view, hasPicture);
  wake();
}

function openPicture() {
  canvas.hidden = false;
  canvas.width = canvas.height = 1;
  if (!canvas.getContext('webgl2')) return false;
  if (!call.openWindow(innerWidth, innerHeight)) return false;
  const fit = () => {
    call.resize(innerWidth, innerHeight);
    wake();
  };
  window.addEventListener('resize', fit);
  // The device pixel ratio changes with browser zoom and between screens.
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
  welcomeIn(language);
  root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  if (typeof WebAssembly !== 'object') return showMessage(say('noWasm'));
  const bar = document.getElementById('bar'), text = document.getElementById('bar-text');
  const kilo = (octets) => Math.round(octets / 1000);
  const {program, index} = await loadProgram(canvas, (done, all) => {
    bar.value = done / all;
    text.textContent = say('loading', {done: kilo(done), all: kilo(all)});
  });
  call = callsOf(program);
  mirror = new Mirror(document.getElementById('mirror'), document.getElementById('live'), {act, setView: (view) => setView(view), toast});
  give('index.json', index);
  act('language', language);
  act('done', store.get('done') || '');
  const wanted = call.wanted().split('\n').filter(Boolean);
  const [asked] = linked().split('/');
  const first = wanted.find((path) => path.endsWith(`/${asked}.json`)) ?? wanted[0];
  if (first) give(first, await loadText('scenarios/' + first));
  hasPicture = openPicture();
  canvas.hidden = !hasPicture;
  document.getElementById('skip').hidden = !hasPicture;
  document.getElementById('mirror').hidden = false;
  followSystem();
  open(linked() || `${asked || lessonOf(first ?? '')}/0/${language}`);
  listen();
  refresh();
  setView(store.get('view') === 'text' ? 'text' : 'picture');
  if (!hasPicture) toast(say('noWebgl'));
  const welcome = document.getElementById('welcome');
  welcome.classList.add('leaving');
  welcome.inert = true;  // still seen for a moment, no longer read out
  setTimeout(() => { welcome.hidden = true; }, 250);
  // For the console and for tests: the same calls that the page makes.
  window.mailscope = {act, framesDrawn: () => call.framesDrawn(), shown: () => JSON.parse(call.mirror())};
  root.dataset.ready = 'true';
  for (const path of wanted) {
    if (path === first) continue;
    give(path, await loadText('scenarios/' + path));
    wake();
  }
  root.dataset.complete = 'true';
}

const lessonOf = (path) => path.replace(/^.*\//, '').replace(/\.json$/, '');

function give(path, text) {
  const faults = call.give(path, text);
  if (faults) console.error(faults);
}

function callsOf(program) {
  const wrap = (name, result, kinds) => program.cwrap('mailscope_' + name, result, kinds);
  return {
    openWindow: wrap('open_window', 'number', ['number', 'number']),
    resize: wrap('resize', null, ['number', 'number']),
    reduceMotion: wrap('reduce_motion', null, ['number']),
    give: wrap('give', 'string', ['string', 'string']),
    wanted: wrap('wanted', 'string', []),
    act: wrap('act', 'number', ['string', 'string']),
    key: wrap('key', 'number', ['string', 'number']),
    openLink: wrap('open_link', 'string', ['string']),
    mirror: wrap('mirror', 'string', []),
    revision: wrap('revision', 'number', []),
    framesDrawn: wrap('frames_drawn', 'number', []),
    frame: wrap('frame', 'number', ['number']),
  };
}

main().catch((error) => {
  console.error(error);
  showMessage(say('failed', {why: error.message}));
});
