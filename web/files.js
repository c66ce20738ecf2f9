// Files in and out: a lesson, a trace or a capture that is opened or dropped, read again while its author edits;
// what can be saved; progress that travels with its owner.
import {make} from './make.js';
import {say} from './words.js';
import * as sheets from './sheets.js';

const octetsMax = 64 * 1024 * 1024;

export class Files {
  // `program`: giveFile(name, text), giveCapture(name, octets), exported(form), act, progress(), toast.
  constructor(program) {
    this.program = program;
    this.watched = null;
    this.faults = null;
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
    if (file.size > octetsMax) return this.tell(file.name, say('tooLarge', {name: file.name}));
    const octets = new Uint8Array(await file.arrayBuffer());
    const magic = octets.length >= 4 ? new DataView(octets.buffer).getUint32(0) : 0;
    if ([0x0a0d0d0a, 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1].includes(magic)) {
      return this.tell(file.name, this.program.giveCapture(file.name, octets));
    }
    this.tell(file.name, this.program.giveFile(file.name, new TextDecoder().decode(octets)));
  }

  tell(name, faults) {
    this.faults = faults ? {name, text: faults.trim()} : null;
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
    const save = (label, name, form, type) => make('button', {type: 'button', onclick: () => this.save(name, form, type)}, label);
    const button = (label, act) => make('button', {type: 'button', onclick: act}, label);
    sheets.show('files', say('files'), [
      this.faults ? make('section', {role: 'alert'}, make('h3', {}, say('faults', {name: this.faults.name})), make('pre', {class: 'faults', tabindex: '0'}, this.faults.text)) : null,
      make('section', {}, make('div', {class: 'row'}, button(say('open'), () => this.choose())), make('p', {class: 'quiet'}, `${say('dropHere')} ${say('live')}`)),
      make('section', {}, make('h3', {}, say('save')), make('div', {class: 'row'},
          save(say('saveTrace'), 'trace.jsonl', 'trace', 'application/jsonl'), save(say('savePcapng'), 'run.pcapng', 'pcapng', 'application/octet-stream'),
          save(say('saveSvg'), 'ladder.svg', 'svg', 'image/svg+xml'), button(say('savePng'), () => this.savePng()), save(say('saveSheet'), 'worksheet.md', 'worksheet', 'text/markdown'))),
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
