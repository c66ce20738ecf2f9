// The guided tour of a first visit: four cards beside what they speak of; skipped by one key or tap.
import {make} from './make.js';
import {say} from './words.js';

const places = ['map', 'transport', 'story', 'knobs'];

export function tour(ended) {
  document.getElementById('tour')?.remove();
  let at = 0;
  const card = make('section', {id: 'tour', role: 'dialog', 'aria-label': say('tour'), tabindex: '-1'});
  const end = () => {
    card.remove();
    removeEventListener('keydown', skip, true);
    ended();
  };
  const skip = (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    end();
  };
  const draw = () => {
    const texts = say('tours'), isLast = at === texts.length - 1;
    card.dataset.place = places[at];
    card.replaceChildren(make('p', {'aria-live': 'polite'}, texts[at]), make('div', {class: 'row'},
        make('button', {type: 'button', class: 'main', onclick: () => { ++at; isLast ? end() : draw(); }}, isLast ? say('done') : say('next')),
        isLast ? null : make('button', {type: 'button', onclick: end}, say('skip')), make('span', {class: 'quiet'}, `${at + 1} / ${texts.length}`)));
    card.querySelector('.main').focus({preventScroll: true});
  };
  addEventListener('keydown', skip, true);
  document.body.append(card);
  draw();
}
