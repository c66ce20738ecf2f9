// What is read before the program is here: what this is, what the lesson of the link is about, and in which language.
// The lists of lessons are small and come long before the program, so that somebody with a slow line has begun to read.
import {languages} from './languages.js';
import {make} from './make.js';
import {knows, say, speak, spoken} from './words.js';

let lesson = null, chosen = '';

// A language that was chosen here is meant more than the one that the link or the browser names.
export const languageChosen = () => chosen;

export function welcome() {
  document.documentElement.lang = spoken();
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = say(element.dataset.word);
  const inTongue = (texts) => texts?.[spoken()] ?? texts?.en ?? '';
  const place = document.getElementById('awaits');
  place.hidden = !lesson;
  place.replaceChildren(...lesson ? [make('h2', {}, inTongue(lesson.title)), make('p', {}, inTongue(lesson.promise))] : []);
  document.getElementById('tongues').replaceChildren(...Object.entries(languages).map(([code, {name}]) => make('button', {
    type: 'button', lang: code, 'data-code': code, 'aria-pressed': String(code === spoken()), onclick: () => choose(code),
  }, name)));
}

function choose(code) {
  if (!knows(code)) return;
  chosen = code;
  speak(code);
  welcome();
  document.querySelector(`#tongues [data-code="${code}"]`)?.focus();
}

// The lesson of this id, or else the first of the list; both as their files have them.
export function announceLesson(id, index, summaries) {
  try {
    const known = JSON.parse(summaries), first = JSON.parse(index).chapters[0].lessons[0];
    lesson = known[id] ?? known[first.replace(/^.*\//, '').replace(/\.json$/, '')] ?? null;
  } catch {
    lesson = null;  // the program will say what is wrong with them
  }
  welcome();
}
