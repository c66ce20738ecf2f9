// Sentences that go away, and the list of them: what was missed, or heard only in part, can be read again.
import {make} from './make.js';
import {say, spoken} from './words.js';
import * as sheets from './sheets.js';

const seconds = 7, keptMax = 100;
const kept = [];  // {at, text}, the newest first
let timer = 0;

const box = () => document.getElementById('toast');

// With something to do it stays. Resting on it or being in it holds it.
export function toast(sentence, label, act) {
  kept.unshift({at: new Date(), text: sentence});
  kept.length = Math.min(kept.length, keptMax);
  box().replaceChildren(make('span', {}, sentence), ...label ? [make('button', {type: 'button', onclick: act}, label)] : [],
      make('button', {type: 'button', class: 'closes', 'aria-label': say('close'), onclick: dismiss}, '×'));
  box().hidden = false;
  clearTimeout(timer);
  if (!label) timer = setTimeout(fade, seconds * 1000);
}

export function dismiss() {
  clearTimeout(timer);
  box().hidden = true;
}

function fade() {
  if (box().matches(':hover, :focus-within')) timer = setTimeout(fade, 1000);
  else dismiss();
}

export function show() {
  const clock = new Intl.DateTimeFormat(spoken(), {timeStyle: 'medium'});
  sheets.show('notices', say('notices'), kept.length === 0 ? make('p', {class: 'quiet'}, say('noNotices')) :
    make('ol', {class: 'notices'}, kept.map(({at, text}) => make('li', {}, make('time', {datetime: at.toISOString()}, clock.format(at)), make('p', {}, text)))));
}
