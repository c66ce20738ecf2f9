// For a room: large type, a pointer that is seen from the last row, and the speaker's notes in a second window.
import {make} from './make.js';
import {say, spoken} from './words.js';

export class Presenter {
  constructor(setScale) {
    this.setScale = setScale;
    this.isOn = false;
    this.notes = null;
    this.spot = make('div', {id: 'spot', hidden: true, 'aria-hidden': 'true'});
    document.body.append(this.spot);
    this.wasMoved = false;  // a pointer that was not moved yet is nowhere
    addEventListener('pointermove', (event) => {
      this.wasMoved = true;
      this.spot.hidden = !this.isOn;
      this.spot.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    }, {passive: true});
  }

  refresh(shown) {
    if (shown.presenting !== this.isOn) {
      this.isOn = shown.presenting;
      document.documentElement.toggleAttribute('data-presenting', this.isOn);
      this.spot.hidden = !this.isOn || !this.wasMoved;
      this.setScale();
    }
    if (this.notes && !this.notes.closed) this.write(shown);
  }

  // What the room does not see: the answer, the reason, and where one is.
  openNotes(shown) {
    this.notes = window.open('', 'mailscope-notes', 'width=520,height=640');
    if (!this.notes) return false;
    this.write(shown);
    return true;
  }

  write({lesson, story, question, step}) {
    const {document: page} = this.notes;
    page.documentElement.lang = spoken();
    page.title = `${say('notes')} · ${lesson.title}`;
    page.body.style.cssText = 'font: 18px/1.5 system-ui, sans-serif; margin: 24px; color: #1b1f24; background: #fafaf7';
    const right = question?.answers ?? [];
    page.body.replaceChildren(...[
      make('p', {}, `${step.index} / ${step.count} · ${story.time}`), make('h1', {style: 'font-size: 22px'}, story.headline),
      ...story.paragraphs.map((text) => make('p', {}, text)), make('p', {}, story.why), make('p', {style: 'color: #59616b'}, story.rule),
      question ? make('h2', {style: 'font-size: 18px'}, question.text) : null,
      right.length ? make('ul', {}, right.map((text) => make('li', {}, text))) : null,
    ].filter(Boolean).map((element) => page.importNode(element, true)));
  }
}
