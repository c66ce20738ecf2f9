// Files in and out: a lesson, a trace or a capture that is opened or dropped, read again while its author edits;
// what can be saved; progress that travels with its owner.
import {make} from './make.js';
import {ownPath, packageIn, packaged} from './scorm.js';
import {say, spoken} from './words.js';
import * as sheets from './sheets.js';

const octetsMax = 64 * 1024 * 1024;
const captures = [0x0a0d0d0a, 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1];  // their first four octets

// A picture, an archive, a program: not what an author can have meant as a lesson with a mistake in it.
function isText(octets) {
  const beginning = octets.subarray(0, 4096);
  if (beginning.some((octet) => octet < 9)) return false;
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(beginning, {stream: true});
    return true;
  } catch {
    return false;
  }
}

export class Files {
  // `program`: giveFile(name, text), giveCapture(name, octets), exported(form), act, progress(), toast, shown(): the
  // mirror as it is now.
  constructor(program) {
    this.program = program;
    this.watched = null;
    this.faults = null;
    this.own = new Map();  // the texts of files that were opened, by lesson
    this.isPacking = false;
    addEventListener('dragover', (event) => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); });
    addEventListener('drop', (event) => this.dropped(event));
  }

  async dropped(event) {
    const item = [...event.dataTransfer?.items ?? []].find((one) => one.kind === 'file');
    if (!item) return;
    event.preventDefault();
    const file = item.getAsFile();
    const handle = await item.getAsFileSystemHandle?.().catch(() => null);
    await this.read(file);
    if (handle?.kind === 'file') this.watch(handle, file.lastModified);
  }

  async read(file) {
    const {name} = file;
    if (file.size > octetsMax) return this.refuse(say('tooLarge', {name}));
    const octets = new Uint8Array(await file.arrayBuffer());
    if (octets.length === 0) return this.refuse(say('emptyFile', {name}));
    const magic = octets.length >= 4 ? new DataView(octets.buffer).getUint32(0) : 0;
    if (captures.includes(magic)) return this.tell(name, this.program.giveCapture(name, octets));
    if (!isText(octets)) return this.refuse(say('otherKind', {name}));
    this.open(name, new TextDecoder().decode(octets));
  }

  open(name, text) {
    const faults = this.program.giveFile(name, text);
    if (!faults) this.own.set(this.program.shown().lesson.id, text);
    this.tell(name, faults);
  }

  // What it is cannot be told: whatever is open stays.
  refuse(sentence) {
    this.program.toast(sentence);
  }

  tell(name, faults) {
    this.faults = faults ? {name, text: faults.trim(), lesson: this.program.shown().lesson.id} : null;
    if (!faults) return this.program.toast(say('fine', {name}));
    this.show();
  }

  // The author edits in another window: look at the file while this page is seen.
  watch(handle, seen) {
    clearInterval(this.watched);
    this.watched = setInterval(async () => {
      if (document.hidden) return;
      const file = await handle.getFile().catch(() => null);
      if (!file) return clearInterval(this.watched);
      if (file.lastModified === seen) return;
      seen = file.lastModified;
      await this.read(file);
    }, 1000);
  }

  async choose() {
    if (typeof showOpenFilePicker === 'function') {
      const [handle] = await showOpenFilePicker().catch(() => []);
      if (!handle) return;
      const file = await handle.getFile();
      await this.read(file);
      return this.watch(handle, file.lastModified);
    }
    const input = make('input', {type: 'file', onchange: () => input.files[0] && this.read(input.files[0])});
    input.click();
  }

  show() {
    const {problem, lesson: {id}} = this.program.shown(), isLesson = this.isLesson(id);
    const button = (label, act, disabled = false) => make('button', {type: 'button', onclick: act, disabled}, label);
    const save = (label, name, form, type, disabled = problem !== '') => button(label, () => this.save(name, form, type), disabled);
    sheets.show('files', say('files'), [
      this.faults?.lesson === id ? make('section', {role: 'alert'}, make('h3', {}, say('faults', {name: this.faults.name})), make('pre', {class: 'faults', tabindex: '0'}, this.faults.text)) : null,
      make('section', {}, make('div', {class: 'row'}, button(say('open'), () => this.choose())), make('p', {class: 'quiet'}, `${say('dropHere')} ${say('live')}`)),
      make('section', {}, make('h3', {}, say('save')), make('div', {class: 'row'},
          save(say('saveTrace'), 'trace.jsonl', 'trace', 'application/jsonl'), save(say('savePcapng'), 'run.pcapng', 'pcapng', 'application/octet-stream'),
          save(say('saveSvg'), 'ladder.svg', 'svg', 'image/svg+xml'), button(say('savePng'), () => this.savePng(), problem !== ''), save(say('saveSheet'), 'worksheet.md', 'worksheet', 'text/markdown', !isLesson),
          packageIn(document) ? null : button(say('saveScorm'), () => this.saveScorm(), !isLesson))),
      make('section', {}, make('h3', {}, say('progress')), make('div', {class: 'row'},
          button(say('saveProgress'), () => download('mailscope-progress.json', new Blob([this.program.progress()], {type: 'application/json'}))),
          button(say('loadProgress'), () => this.loadProgress()),
          button(say('reset'), () => { if (confirm(say('sure'))) this.program.act('reset-progress'); })))].filter(Boolean));
  }

  loadProgress() {
    const input = make('input', {type: 'file', accept: '.json', onchange: async () => {
      if (input.files[0]) this.program.act('restore', await input.files[0].text());
      sheets.close();
    }});
    input.click();
  }

  save(name, form, type) {
    const text = this.program.exported(form);
    const parts = form === 'pcapng' ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : text;
    download(`${this.program.lesson()}-${name}`, new Blob([parts], {type}));
  }

  // And not a recording, or a file that could not be read.
  isLesson(id) {
    if (!id.startsWith('file-')) return true;
    const text = this.own.get(id);
    return text !== undefined && this.faults?.lesson !== id && !text.slice(0, 200).includes('"mailscope-trace"');
  }

  // The lesson that is open and all of the page with it, for a learning management system.
  async saveScorm() {
    const {lesson: {id, title}} = this.program.shown(), text = this.own.get(id), {toast} = this.program;
    if (!this.isLesson(id)) return toast(say('noLesson'));
    if (packageIn(document)) return toast(say('isPackage'));
    if (this.isPacking) return;
    this.isPacking = true;
    toast(say('packing'));
    try {
      const {zipSync} = await import('./fflate.js');
      const read = async (path) => {
        const answer = await fetch(path);
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return new Uint8Array(await answer.arrayBuffer());
      };
      const own = text === undefined ? null : {path: ownPath(id), text};
      const octets = await packaged({id, title, language: spoken(), own}, read, zipSync);
      download(`${id}-scorm.zip`, new Blob([octets], {type: 'application/zip'}));
      toast(say('packed', {file: `${id}-scorm.zip`}));
    } catch (error) {
      toast(say('notPacked', {why: error.message}));
    } finally {
      this.isPacking = false;
    }
  }

  // The drawing, painted by the browser in twice its size.
  async savePng() {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([this.program.exported('svg')], {type: 'image/svg+xml'}));
    await image.decode();
    const scale = Math.min(2, 16000 / image.height);
    const canvas = make('canvas', {width: Math.round(image.width * scale), height: Math.round(image.height * scale)});
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((blob) => download(`${this.program.lesson()}-ladder.png`, blob), 'image/png');
  }
}

function download(name, blob) {
  const link = make('a', {href: URL.createObjectURL(blob), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
