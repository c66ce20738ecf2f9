// The sheet in which a run is changed: branches, the packet and the connection at hand, settings and wires. What may be
// done comes out of the program's JSON, what is done are the program's actions; this knows no protocol.
import {Component, createRef, h, render} from './preact.js';
import * as sheets from './sheets.js';
import {make} from './make.js';

// `read`: the program's JSON. `act` answers whether it was done. `lineFault`: what a server would find wrong with a line.
export function changes(read, act, lineFault) {
  const place = make('div', {});
  sheets.show('changes', read().labels.title, place);
  render(h(Changes, {read, act, lineFault}), place);
}

// What is typed stays, whatever else is done, until it is taken or the program says something else there.
class Changes extends Component {
  state = {side: 'client', pose: 'client', manner: 'pose', key: null, host: null};
  lines = createRef();

  typed(name, said) {
    const draft = this.state[name];
    return draft?.said === said ? draft.text : said;
  }
  field(tag, name, said, more) {
    return h(tag, {...more, value: this.typed(name, said), spellcheck: false, oninput: (event) => this.setState({[name]: {said, text: event.target.value}})});
  }

  // `taken`: the field that the action has used up.
  doing(action, argument, taken) {
    const section = document.activeElement.closest('section');
    const isDone = this.props.act(action, argument);
    this.setState(isDone && taken ? {[taken]: null} : {}, () => {
      const {activeElement: at} = document;  // a control that has gone leaves the focus to its neighbours
      if (at === document.body || at.disabled) section?.querySelector('button:not(:disabled), input, textarea')?.focus();
    });
  }
  button(label, action, argument = '', {taken, ...more} = {}) {
    return h('button', {type: 'button', ...more, onclick: () => this.doing(action, argument, taken)}, label);
  }

  render({read}) {
    const now = read();
    return [this.branches(now), this.packet(now), this.connection(now), this.settings(now), this.wires(now)];
  }

  branches({branches: {all, undo, redo}, labels}) {
    const at = all.find((branch) => branch.current);
    return h('section', {key: 'branches', 'aria-label': labels.branches}, h('h3', {}, labels.branches),
        h('div', {class: 'row', role: 'group', 'aria-label': labels.branches},
            all.map((branch, i) => this.button(branch.name, 'choose-branch', String(i), {class: 'branch', 'aria-pressed': String(branch.current)})),
            this.button('+', 'branch', '', {'aria-label': labels.new_branch, title: labels.new_branch})),
        h('div', {class: 'row'},
            this.field('input', 'name', at.name, {type: 'text', 'aria-label': labels.name, onchange: (event) => this.doing('name-branch', event.target.value, 'name')}),
            this.button(labels.undo, 'undo', '', {disabled: !undo}), this.button(labels.redo, 'redo', '', {disabled: !redo}),
            this.button(labels.as_written, 'as-written'), all.length > 1 ? this.button(labels.remove_branch, 'remove-branch') : null),
        at.interventions.length + at.turned.length === 0 ? h('p', {class: 'quiet'}, labels.nothing) : h('ul', {class: 'made'},
            at.turned.map((text) => h('li', {}, text)),
            at.interventions.map((one) => h('li', {key: one.word}, h('span', {}, readable(one.text)), this.button(labels.take_back, 'withdraw', one.word)))));
  }

  packet({packet: at, labels}) {
    const said = at?.payload?.replaceAll('\r\n', '\n');
    return h('section', {key: 'packet', 'aria-label': labels.packet}, h('h3', {}, labels.packet),
        !at ? h('p', {class: 'quiet'}, labels.no_packet) : h('div', {class: 'row'}, h('strong', {}, at.host), this.button(labels.drop, 'drop-packet')),
        at?.encrypted ? h('p', {class: 'quiet'}, labels.sealed) : !said ? null : [
          this.field('textarea', 'packet', said, {rows: '3', 'aria-label': labels.change}),
          h('div', {class: 'row'}, this.button(labels.change, 'change-packet', this.typed('packet', said).replaceAll('\n', '\r\n'), {taken: 'packet'})),
        ]);
  }

  connection({terminal: at, labels}) {
    if (!at?.open) return h('section', {key: 'connection', 'aria-label': labels.connection}, h('h3', {}, labels.connection), h('p', {class: 'quiet'}, labels.no_connection));
    const {side} = this.state, lines = this.typed('lines', ''), last = lines.split('\n').filter(Boolean).at(-1) ?? '';
    const radio = (value, label, name = '', field = 'side') => h('label', {}, h('input', {type: 'radio', name: field, value, checked: this.state[field] === value, onchange: () => this.setState({[field]: value})}), name ? ` ${label}: ${name}` : ` ${label}`);
    const radios = (label, ...choices) => h('div', {class: 'row', role: 'radiogroup', 'aria-label': label}, h('span', {}, label), choices);
    const isAttacker = side === 'attacker' && at.attacker, speaker = isAttacker ? this.state.pose : side === 'attacker' ? 'client' : side;
    const head = isAttacker ? `${this.state.manner}-${speaker}` : speaker;
    const [offered, label] = isAttacker && at.sealed ? [[], ''] : speaker === 'server' ? [at.replies, labels.replies] : [at.verbs, labels.allowed];
    const begin = (words) => {
      this.setState({lines: {said: '', text: lines + (lines && !lines.endsWith('\n') ? '\n' : '') + words + (speaker === 'server' ? '' : ' ')}});
      this.lines.current.focus();
    };
    return h('section', {key: 'connection', 'aria-label': labels.connection}, h('h3', {}, labels.connection),
        h('div', {class: 'row', role: 'radiogroup', 'aria-label': labels.connection}, radio('client', labels.as_client, at.client), radio('server', labels.as_server, `${at.server}:${at.port}`), at.attacker ? radio('attacker', labels.as_attacker, at.attacker) : null),
        at.attacker ? null : h('p', {class: 'quiet'}, labels.no_box),
        !isAttacker ? null : radios(labels.in_name, radio('client', at.client, '', 'pose'), radio('server', at.server, '', 'pose')),
        !isAttacker ? null : at.sealed ? h('p', {class: 'fault'}, labels.no_keys) : radios(labels.manner, radio('pose', labels.keeps, '', 'manner'), radio('slip', labels.slips, '', 'manner')),
        offered.length === 0 ? null : h('p', {class: 'verbs'}, `${label}: `, offered.map((words) => h('button', {key: words, type: 'button', class: 'verb', onclick: () => begin(words)}, words))),
        this.field('textarea', 'lines', '', {ref: this.lines, rows: '3', autocapitalize: 'off', 'aria-label': labels.lines, placeholder: labels.lines}),
        h('p', {class: 'fault', role: 'status'}, speaker === 'client' && last && !(isAttacker && at.sealed) ? this.props.lineFault(last) : ''),
        h('div', {class: 'row'}, this.button(labels.say, 'speak', `${head}\n${lines}`, {taken: 'lines'})));
  }

  settings({settings: {host, list}, labels}) {
    if (list.length === 0) return null;
    const chosen = list.find((one) => one.key === this.state.key) ?? list[0];
    return h('section', {key: 'settings', 'aria-label': labels.setting}, h('h3', {}, `${labels.setting}: ${host}`), h('div', {class: 'row'},
        h('select', {'aria-label': labels.key, value: chosen.key, onchange: (event) => this.setState({key: event.target.value})},
            list.map((one) => h('option', {key: one.key, value: one.key}, `${one.name} (${one.key} = ${one.value})`))),
        this.field('input', 'value', chosen.value, {type: 'text', 'aria-label': labels.value, list: 'setting-values', autocomplete: 'off'}),
        h('datalist', {id: 'setting-values'}, chosen.choices.map((choice) => h('option', {key: choice, value: choice}))),
        this.button(labels.set, 'set', `${host}.${chosen.key}=${this.typed('value', chosen.value)}`, {taken: 'value'})));
  }

  wires({hosts, labels}) {
    const wired = hosts.filter((one) => !one.box), host = wired.find((one) => one.name === this.state.host) ?? wired[0];
    if (!host) return null;
    return h('section', {key: 'wires', 'aria-label': labels.wire}, h('h3', {}, labels.wire), h('div', {class: 'row'},
        h('select', {'aria-label': labels.host, value: host.name, onchange: (event) => this.setState({host: event.target.value})}, wired.map((one) => h('option', {key: one.name, value: one.name}, one.name))),
        this.button(labels.cut, 'cut-wire', host.name), this.button(labels.mend, 'cut-wire', `${host.name}=mend`)));
  }
}

const readable = (text) => { try { return decodeURIComponent(text).replaceAll('\r\n', '⏎'); } catch { return text; } };
