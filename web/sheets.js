// The sheets that open over the page: real dialogs with real controls. What they do are the program's actions.
import {make} from './make.js';
import {say, spoken} from './words.js';

let current = null;
export const isOpen = () => current?.open ?? false;
export const close = () => current?.close();

// A modal dialog with a heading; Esc and a click beside it close it, the focus goes back where it was.
export function show(name, title, content) {
  const back = document.activeElement;
  current?.close();
  const dialog = make('dialog', {class: 'sheet', id: 'sheet', 'data-name': name, 'aria-labelledby': 'sheet-title'},
      make('header', {}, make('h2', {id: 'sheet-title'}, title), make('button', {type: 'button', class: 'closes', 'aria-label': say('close'), onclick: () => dialog.close()}, '×')),
      make('div', {class: 'content'}, content));
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (current === dialog) current = null;
    back?.focus?.();
  });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  current = dialog;
  dialog.showModal();
  return dialog;
}

const fold = (text) => text.toLocaleLowerCase('ru').replaceAll('ё', 'е');

// Every action and lesson; found by words in any language.
export function palette(entries, act) {
  const list = make('ul', {class: 'found', role: 'listbox', id: 'found', 'aria-label': say('search')});
  let shown = [], chosen = 0;
  const run = (entry) => { close(); act(entry.action, entry.argument); };
  const draw = () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    shown = entries.filter((entry) => {
      const texts = fold(Object.values(entry.titles).join(' '));
      return wanted.every((word) => texts.includes(word));
    });
    chosen = Math.max(0, Math.min(chosen, shown.length - 1));
    list.replaceChildren(...shown.map((entry, i) => make('li', {role: 'option', id: `found-${i}`, 'aria-selected': String(i === chosen), onclick: () => run(entry)},
        make('span', {}, entry.titles[spoken()] ?? entry.titles.en), entry.keys ? make('kbd', {}, entry.keys) : null)));
    if (shown.length === 0) list.append(make('li', {role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true'}, say('nothing')));
    input.setAttribute('aria-activedescendant', shown.length ? `found-${chosen}` : '');
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({block: 'nearest'});
  };
  const input = make('input', {type: 'text', class: 'query', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'found', 'aria-label': say('search'), placeholder: say('search'), autocomplete: 'off', spellcheck: 'false',
    oninput: () => { chosen = 0; draw(); },
    onkeydown: (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') chosen = (chosen + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % Math.max(1, shown.length);
      else if (event.key === 'Enter' && shown[chosen]) return run(shown[chosen]);
      else return;
      event.preventDefault();
      draw();
    }});
  show('palette', say('search'), [input, list]);
  draw();
  input.focus();
}
