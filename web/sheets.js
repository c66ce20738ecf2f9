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

// Branches and what is changed in them; packet, connection, settings and wires of the step at hand.
export function changes(read, act, lineFault) {
  const place = make('div', {});
  show('changes', read().labels.title, place);
  // What the action has taken of its section is done with; what else was typed stays, and so does the focus.
  const doing = (action, argument = '', taken = null) => draw(act(action, argument) ? taken : null);
  const button = (label, action, argument, more = {}) => make('button', {type: 'button', ...more, onclick: (event) => (
    typeof argument === 'function' ? doing(action, argument(), event.target.closest('section')) : doing(action, argument))}, label);
  function draw(taken = null) {
    const back = leftIn(place, taken), now = read();
    place.replaceChildren(branches(now), packet(now), connection(now), settings(now), wires(now));
    back();
  }
  function branches({branches: {all, undo, redo}, labels}) {
    const at = all.find((branch) => branch.current);
    const name = make('input', {type: 'text', value: at.name, 'aria-label': labels.name, onchange: (event) => doing('name-branch', event.target.value)});
    return make('section', {'aria-label': labels.branches}, make('h3', {}, labels.branches),
        make('div', {class: 'row', role: 'group', 'aria-label': labels.branches}, all.map((branch, i) => make('button', {type: 'button', class: 'branch', 'aria-pressed': String(branch.current), onclick: () => doing('choose-branch', String(i))}, branch.name)),
            button('+', 'branch', '', {'aria-label': labels.new_branch, title: labels.new_branch})),
        make('div', {class: 'row'}, name, button(labels.undo, 'undo', '', {disabled: !undo}), button(labels.redo, 'redo', '', {disabled: !redo}),
            button(labels.as_written, 'as-written', ''), all.length > 1 ? button(labels.remove_branch, 'remove-branch', '') : null),
        at.interventions.length + at.turned.length === 0 ? make('p', {class: 'quiet'}, labels.nothing) : make('ul', {class: 'made'},
            at.turned.map((text) => make('li', {}, text)),
            at.interventions.map((one) => make('li', {}, make('span', {}, readable(one.text)), button(labels.take_back, 'withdraw', one.word)))));
  }
  function packet({packet: at, labels}) {
    const parts = [make('h3', {}, labels.packet)];
    if (!at) return make('section', {}, parts, make('p', {class: 'quiet'}, labels.no_packet));
    parts.push(make('div', {class: 'row'}, make('strong', {}, at.host), button(labels.drop, 'drop-packet', '')));
    if (at.encrypted) parts.push(make('p', {class: 'quiet'}, labels.sealed));
    else if (at.payload) {
      const text = make('textarea', {rows: '3', spellcheck: 'false', 'aria-label': labels.change}, at.payload.replaceAll('\r\n', '\n'));
      parts.push(text, make('div', {class: 'row'}, button(labels.change, 'change-packet', () => text.value.replaceAll('\n', '\r\n'))));
    }
    return make('section', {'aria-label': labels.packet}, parts);
  }
  function connection({terminal: at, labels}) {
    const heading = make('h3', {}, labels.connection);
    if (!at?.open) return make('section', {}, heading, make('p', {class: 'quiet'}, labels.no_connection));
    const fault = make('p', {class: 'fault', role: 'status'});
    const lines = make('textarea', {rows: '3', spellcheck: 'false', autocapitalize: 'off', 'aria-label': labels.lines, placeholder: labels.lines, oninput: () => {
      const last = lines.value.split('\n').filter(Boolean).at(-1) ?? '';
      fault.textContent = side() === 'client' && last ? lineFault(last) : '';
    }});
    const group = `side-${Math.random()}`;
    const radio = (value, label, name, is) => make('label', {}, make('input', {type: 'radio', name: group, value, checked: is}), ` ${label}: ${name}`);
    const sides = make('div', {class: 'row', role: 'radiogroup', 'aria-label': labels.connection}, radio('client', labels.as_client, at.client, true), radio('server', labels.as_server, `${at.server}:${at.port}`, false));
    const side = () => sides.querySelector('input:checked').value;
    const verbs = at.verbs.length === 0 ? null : make('p', {class: 'verbs'}, `${labels.allowed}: `, at.verbs.map((verb) => make('button', {type: 'button', class: 'verb', onclick: () => {
      lines.value += (lines.value && !lines.value.endsWith('\n') ? '\n' : '') + verb + ' ';
      lines.focus();
    }}, verb)));
    return make('section', {'aria-label': labels.connection}, heading, sides, verbs, lines, fault,
        make('div', {class: 'row'}, button(labels.say, 'speak', () => `${side()}\n${lines.value}`)));
  }
  function settings({settings: {host, list}, labels}) {
    if (list.length === 0) return '';
    const chosen = () => list.find((one) => one.key === key.value);
    const known = make('datalist', {id: 'setting-values'});
    const offer = () => {
      value.value = value.defaultValue = chosen().value;
      known.replaceChildren(...chosen().choices.map((choice) => make('option', {value: choice})));
    };
    const key = make('select', {'aria-label': labels.key, onchange: offer}, list.map((one) => make('option', {value: one.key}, `${one.name} (${one.key} = ${one.value})`)));
    const value = make('input', {type: 'text', 'aria-label': labels.value, list: 'setting-values', autocomplete: 'off', spellcheck: 'false'});
    offer();
    return make('section', {'aria-label': labels.setting}, make('h3', {}, `${labels.setting}: ${host}`), make('div', {class: 'row'}, key, value, known, button(labels.set, 'set', () => `${host}.${key.value}=${value.value}`)));
  }
  function wires({hosts, labels}) {
    const host = make('select', {'aria-label': labels.host}, hosts.filter((one) => !one.box).map((one) => make('option', {value: one.name}, one.name)));
    return make('section', {'aria-label': labels.wire}, make('h3', {}, labels.wire), make('div', {class: 'row'}, host, button(labels.cut, 'cut-wire', () => host.value), button(labels.mend, 'cut-wire', () => `${host.value}=mend`)));
  }
  draw();
}

// Remembers the focus, what is chosen and what is typed outside of `taken`; the answer puts all of it back where the
// same control says the same as before.
function leftIn(place, taken) {
  const named = (element) => `${element.closest('section')?.getAttribute('aria-label')}: ${element.getAttribute('aria-label') ?? element.value ?? ''}${element.tagName === 'BUTTON' ? element.textContent : ''}`;
  const find = (selector, name) => [...place.querySelectorAll(selector)].find((element) => named(element) === name);
  const chosen = [...place.querySelectorAll('select, input:checked')].map((element) => [named(element), element.value]);
  const typed = [...place.querySelectorAll('input[type=text], textarea')].filter((element) => element.value !== element.defaultValue && !taken?.contains(element))
      .map((element) => [named(element), element.defaultValue, element.value]);
  const focused = place.contains(document.activeElement) ? document.activeElement : null, name = focused && named(focused), section = focused?.closest('section')?.getAttribute('aria-label');
  return () => {
    for (const [was, value] of chosen) {
      const now = find('select, input[type=radio]', was);
      if (now?.type === 'radio') now.checked = true;
      else if (now && [...now.options].some((option) => option.value === value)) {
        now.value = value;
        now.dispatchEvent(new Event('change'));
      }
    }
    for (const [was, said, value] of typed) {
      const now = find('input[type=text], textarea', was);
      if (now?.defaultValue === said) now.value = value;
    }
    if (!focused) return;
    const same = find(focused.tagName, name);
    (same && !same.disabled ? same : place.querySelector(`section[aria-label="${CSS.escape(section ?? '')}"] :is(button:not(:disabled), input, textarea)`) ?? current)?.focus();
  };
}

const readable = (text) => { try { return decodeURIComponent(text).replaceAll('\r\n', '⏎'); } catch { return text; } };
