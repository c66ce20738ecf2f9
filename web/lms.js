// A lesson inside a learning management system (SCORM 1.2): finds the system's API, and tells it how far the lesson
// is done, the marks, and what is needed to go on another day.
//
//   const lms = Lms.begin(window);           null: there is no such system here
//   await lms.remembered()                   {language, progress} of the last visit, or null
//   lms.tell(shown, progress)                after every change; sends only what has changed
// Nothing that the system does wrong may disturb the lesson: each call is guarded, and may fail.
import {deflated, inflated} from './links.js';

const suspendMax = 4095;  // characters of cmi.suspend_data: CMIString4096, of which some systems keep one less
const parentsMax = 20;
const soon = 1000, later = 30_000;  // ms: a commit may stop the page until the server has answered

// Up the frames, then the same from the window that has opened this one. A frame of another origin may not be looked into.
export function findApi(from) {
  for (const start of [from, opener(from)]) {
    let place = start;
    for (let i = 0; place && i < parentsMax; ++i) {
      const api = apiOf(place);
      if (api) return api;
      const above = parentOf(place);
      if (above === place) break;
      place = above;
    }
  }
  return null;
}

const apiOf = (place) => { try { return typeof place.API?.LMSInitialize === 'function' ? place.API : null; } catch { return null; } };
const parentOf = (place) => { try { return place.parent; } catch { return null; } };
function opener(from) {
  try { return from.opener ?? from.top.opener; } catch { return null; }
}

// "HHHH:MM:SS.SS", CMITimespan.
export function timespan(ms) {
  const hundredths = Math.floor(ms / 10), two = (n) => String(n).padStart(2, '0');
  const hours = Math.min(9999, Math.floor(hundredths / 360_000));
  return `${String(hours).padStart(4, '0')}:${two(Math.floor(hundredths / 6000) % 60)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

// The marks: of what the lesson asks as it is written, so much was right at once and without a hint.
export function marksOf({asked, once, goals, met}) {
  if (asked > 0) return Math.round(100 * once / asked);
  return goals > 0 ? Math.round(100 * met / goals) : null;
}

export function statusOf({asked, right, goals, met, seen}) {
  if (asked + goals === 0) return seen ? 'completed' : 'incomplete';
  return right >= asked && met >= goals ? 'passed' : 'incomplete';
}

// Small enough for the system; without the answers themselves if it must be: what is done stays done.
export async function suspended(memory) {
  for (const answers of [memory.progress?.answers, {}]) {
    const text = await deflated(JSON.stringify({...memory, progress: {...memory.progress, answers}}));
    if (text.length <= suspendMax) return text;
  }
  return null;
}

export class Lms {
  static begin(place) {
    const api = findApi(place);
    if (!api) return null;
    const lms = new Lms(api, place);
    return lms.initialize() ? lms : null;
  }

  constructor(api, place) {
    Object.assign(this, {api, place, isOver: true, sent: new Map(), wait: 0, timer: 0, told: '', packing: 0});
    place.document.addEventListener('visibilitychange', () => { if (place.document.hidden) this.commit(); });
    place.addEventListener('pagehide', () => this.finish());
    place.addEventListener('pageshow', (event) => { if (event.persisted) this.initialize(); });
  }

  call(name, ...values) {
    try { return String(this.api[name](...values) ?? ''); } catch { return ''; }
  }

  initialize() {
    if (this.call('LMSInitialize', '') !== 'true') return false;
    this.began = Date.now();
    this.isOver = false;
    this.sent.clear();
    this.told = '';
    this.status = this.call('LMSGetValue', 'cmi.core.lesson_status');
    // Somebody looks at an attempt that is over, or only browses: nothing is to be marked.
    this.isWatched = ['review', 'browse'].includes(this.call('LMSGetValue', 'cmi.core.lesson_mode'));
    if (['', 'not attempted', 'browsed'].includes(this.status)) this.setStatus('incomplete');
    this.put('cmi.core.exit', 'suspend');  // without it the system forgets suspend_data
    this.commit();
    return true;
  }

  async remembered() {
    const text = this.call('LMSGetValue', 'cmi.suspend_data');
    if (!text) return null;
    try {
      const memory = JSON.parse(await inflated(text));
      return memory && typeof memory === 'object' ? memory : null;
    } catch {
      return null;  // of another program, or cut
    }
  }

  put(name, value) {
    if (this.isOver || this.isWatched || this.sent.get(name) === value) return false;
    this.sent.set(name, value);
    this.call('LMSSetValue', name, value);
    return true;
  }

  setStatus(status) {
    this.status = status;
    return this.put('cmi.core.lesson_status', status);
  }

  // `score` as the mirror has it, `memory` = {language, progress}, progress of this lesson or undefined.
  tell(score, memory) {
    const told = JSON.stringify([score, memory]);
    if (this.isOver || told === this.told) return;
    this.told = told;
    const {progress} = memory, has = (list) => (list?.length ?? 0) > 0;
    const marks = has(progress?.right) || has(progress?.slipped) || has(progress?.hinted) || has(progress?.reached) ? marksOf(score) : null;
    let isNews = false;
    if (marks !== null) {
      this.put('cmi.core.score.min', '0');
      this.put('cmi.core.score.max', '100');
      isNews = this.put('cmi.core.score.raw', String(marks));
    }
    // What was passed stays passed, whatever is tried afterwards.
    if (!['passed', 'completed'].includes(this.status) && statusOf(score) !== this.status) isNews = this.setStatus(statusOf(score)) || isNews;
    const answered = JSON.stringify({...progress, step: 0});
    const isAnswer = answered !== this.answered;
    this.answered = answered;
    this.keep(memory);
    this.commitIn(isNews || isAnswer ? soon : later);
  }

  async keep(memory) {
    const number = ++this.packing;
    const text = await suspended(memory).catch(() => null);
    if (text !== null && number === this.packing) this.put('cmi.suspend_data', text);
  }

  commitIn(ms) {
    if (this.timer && this.wait <= ms) return;
    clearTimeout(this.timer);
    this.wait = ms;
    this.timer = setTimeout(() => this.commit(), ms);
  }

  commit() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.isOver || this.isWatched) return;
    this.call('LMSCommit', '');
  }

  finish() {
    if (this.isOver) return;
    this.put('cmi.core.session_time', timespan(Date.now() - this.began));
    this.commit();
    this.call('LMSFinish', '');
    this.isOver = true;
  }
}
