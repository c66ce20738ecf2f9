// Real inputs over the places of the picture where text can be typed: keyboards of phones, input methods, the
// clipboard and Cyrillic are the browser's business, not the canvas's.
import {make} from './make.js';

export class Fields {
  constructor(place, act) {
    this.place = place;
    this.act = act;
    this.inputs = new Map();
    // Somebody who walks on by keys is not caught by a field that comes into sight; one who asked for it is put into it.
    this.last = '';
    addEventListener('keydown', (event) => { this.last = event.code; }, true);
    addEventListener('pointerdown', () => { this.last = ''; }, true);
    this.typed = null;  // what has been typed and is not yet on the picture
  }

  isWalking() { return /^(Arrow|Page|Home$|End$|Space$|Escape$|Key|Bracket)/.test(this.last); }

  // `wanted`: what the program drew last.
  show(wanted) {
    for (const [action, input] of this.inputs) {
      if (!wanted.some((one) => one.action === action)) {
        input.remove();
        this.inputs.delete(action);
      }
    }
    for (const one of wanted) {
      let input = this.inputs.get(one.action);
      if (!input) {
        input = make('input', {type: 'text', class: one.mono ? 'field mono' : 'field', 'aria-label': one.hint, placeholder: one.hint, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
          oninput: () => { this.typed = input.value; this.act(one.action, input.value); },
          onkeydown: (event) => { if (event.key === 'Enter' && !event.isComposing) { this.typed = null; this.act(`${one.action}-done`, input.value); } if (event.key === 'Escape') { input.blur(); this.act('close'); } }});
        this.place.append(input);
        this.inputs.set(one.action, input);
      }
      // The keyboard's cursor enters a field, and leaves it for the picture again.
      if (one.focus && input.dataset.focus !== 'true' && !this.isWalking()) input.focus();
      if (!one.focus && input.dataset.focus === 'true' && document.activeElement === input) document.getElementById('canvas').focus();
      input.dataset.focus = String(one.focus);
      const [x, y, w, h] = one.box;
      Object.assign(input.style, {left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px`, fontSize: `${Math.max(16, Math.round(h * 0.36))}px`});
      // What is being typed is not overtaken by an older picture; what the program has used up goes.
      if (this.typed === one.value || document.activeElement !== input) this.typed = null;
      if (this.typed === null && input.value !== one.value) input.value = one.value;
    }
  }
}
