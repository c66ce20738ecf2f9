// Which keys the program gets, and which stay with the page: with fields, with the text view's controls, with scrolling.
// What a key of the program does is decided in ui/shell/actions.cpp.
import * as sheets from './sheets.js';

export function pressed(event, {call, canvas, act, wake}) {
  if (sheets.isOpen()) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const known = {KeyK: ['sheet', 'palette'], KeyZ: [event.shiftKey ? 'redo' : 'undo', ''], KeyY: ['redo', '']}[event.code];
    if (!known || (event.code !== 'KeyK' && event.target.matches('input, textarea'))) return;
    event.preventDefault();
    act(...known);
    return;
  }
  if (event.altKey) return;
  const target = event.target;
  if (target.matches('input[type="text"], input:not([type]), textarea, select')) return;
  // A focused control of the mirror keeps the keys that work it.
  // On a card over the picture only what presses its button: the arrows are what the tour tells of.
  if (target.closest('#tour button, #toast button') && ['Space', 'Enter'].includes(event.code)) return;
  const isControl = target.closest('#mirror button, #mirror input, #mirror a, #mirror summary');
  if (isControl && ['Space', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(event.code)) return;
  // The text view is a page: it scrolls.
  if (document.documentElement.dataset.view === 'text' && ['ArrowUp', 'ArrowDown', 'Enter'].includes(event.code)) return;
  if (event.code === 'F6') {
    (document.activeElement === canvas ? document.getElementById('mirror').querySelector('button') : canvas)?.focus();
    event.preventDefault();
    return;
  }
  if (call.key(event.code, event.shiftKey ? 1 : 0)) {
    event.preventDefault();
    wake();
  }
}
