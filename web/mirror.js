// The document behind the picture, as real HTML: for screen readers, for find in page, for tests, and for
// browsers without WebGL. Everything comes as text nodes out of the program's JSON; every control calls `act`.
//
// What is on the page already stays: each time only what differs is changed, so that a click, a selection, a reader's
// place and typed text outlive a step, or a lesson that arrives in the background.
import {Component, createRef, h, render} from './preact.js';
import {say} from './words.js';

// `code`, **strong** and *stress* of the authors, as elements.
function rich(text) {
  return text.split(/(`[^`]*`|\*\*[^*]+\*\*|\*[^*]+\*)/).filter(Boolean).map((part) => {
    if (part.startsWith('`') && part.endsWith('`') && part.length > 1) return h('code', {}, part.slice(1, -1));
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4) return h('strong', {}, rich(part.slice(2, -2)));
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2) return h('em', {}, part.slice(1, -1));
    return part;
  });
}

// Keys for a list whose beginning may go: the same thing keeps its element though it stands elsewhere.
function keyed(items, nameOf) {
  const seen = new Map();
  return items.map((item) => {
    const name = nameOf(item), count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [`${name}#${count}`, item];
  });
}

// A text field: what is typed stays until the program itself says something else.
class Typed extends Component {
  input = createRef();
  componentDidMount() { this.input.current.value = this.props.said; }
  componentDidUpdate({said}) { if (said !== this.props.said) this.input.current.value = this.props.said; }
  render({said, ...more}) { return h('input', {type: 'text', ref: this.input, autocomplete: 'off', spellcheck: false, ...more}); }
}

// The steps of a run to choose one from; those with all the words that are sought.
class Steps extends Component {
  state = {sought: ''};
  render({steps, button}, {sought}) {
    const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
    const found = steps.filter((step) => words.every((word) => step.label.toLowerCase().includes(word)));
    return [
      h('input', {type: 'search', class: 'query', 'data-key': 'sought', value: sought, 'aria-label': say('findStep'), placeholder: say('findStep'), autocomplete: 'off', spellcheck: false,
        oninput: (event) => this.setState({sought: event.target.value})}),
      h('ol', {class: 'steps'}, found.map((step) => h('li', {key: step.argument}, button(step)))),
      h('p', {role: 'status'}, found.length === 0 ? say('nothing') : null),
    ];
  }
}

export class Mirror {
  constructor(place, live, hooks) {
    this.place = place;
    this.live = live;
    this.hooks = hooks;
    this.view = 'picture';
    this.hasPicture = true;
  }

  setView(view, hasPicture) {
    this.view = view;
    this.hasPicture = hasPicture;
    if (this.shown) this.show(this.shown);
  }

  show(shown) {
    this.shown = shown;
    const focused = this.place.contains(document.activeElement) ? document.activeElement : null, key = focused?.dataset.key;
    render([
      this.toolbar(shown), this.story(shown), this.goals(shown), this.why(shown), this.question(shown), this.knobs(shown),
      this.compare(shown), this.dialogue(shown), this.secrets(shown), this.host(shown), this.lessons(shown),
    ], this.place);
    if (key && (document.activeElement !== focused || focused.disabled)) this.refocus(key);
    this.announce(shown);
  }

  // A control that has gone leaves the focus to what follows from it, not to the top of the page.
  refocus(key) {
    const same = this.place.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const next = same && !same.disabled ? same :
      /^(check|answer|hint|move|next-question|typed|pair)/.test(key) ? this.place.querySelector('#question button:not(:disabled), #question input, #question select') :
      /^(compare|show-compared)/.test(key) ? this.place.querySelector('#compare button') : null;
    next?.focus();
  }

  // One polite line for each step, and for each verdict.
  announce(shown) {
    const {question, goals} = shown;
    const line = [shown.story.headline, question?.verdict, question?.verdict && question.feedback, question?.verdict && question.protocol, question?.hints.at(-1), goals?.progress].filter(Boolean).join(' ');
    if (line && line !== this.live.textContent) this.live.textContent = line;
  }

  button(control, {content = control.label, ...more} = {}) {
    const key = `${control.action}:${control.argument}`;
    return h('button', {
      key, type: 'button', 'data-key': key, disabled: !control.enabled, onclick: () => this.hooks.act(control.action, control.argument), ...more,
    }, content);
  }

  // A list to choose from; what is chosen is what the program says.
  choice(key, value, options, act, more = {}) {
    return h('select', {...more, 'data-key': key, value, onchange: (event) => act(event.target.value)},
        options.map(([id, text]) => h('option', {key: id, value: id}, text)));
  }

  toolbar(shown) {
    // Where room is short, the buttons that walk show a sign each and stay in sight alone.
    const signs = {first: '«', back: '‹', play: '▶', forward: '›', last: '»'};
    const walk = shown.toolbar.map((control) => this.button(control, {
      'aria-label': control.label, ...(control.action === 'play' ? {'aria-pressed': String(control.on)} : {}),
      content: [h('span', {class: 'long'}, control.label), h('span', {class: 'short'}, control.on ? '❚❚' : signs[control.action])],
    }));
    const languages = shown.languages.map((control) => this.button(control, {lang: control.code, 'aria-pressed': String(control.on)}));
    const view = this.hasPicture ? h('button', {
      key: 'view', type: 'button', 'data-key': 'view', onclick: () => this.hooks.setView(this.view === 'text' ? 'picture' : 'text'),
    }, this.view === 'text' ? shown.labels.picture : shown.labels.text_view) : null;
    const more = this.button({label: shown.labels.changes, action: 'sheet', argument: 'changes', enabled: true});
    const all = this.button({label: '⋯', action: 'sheet', argument: 'palette', enabled: true}, {'aria-label': shown.labels.everything});
    return h('nav', {key: 'controls', 'aria-label': shown.labels.controls, class: 'bar top'}, h('div', {class: 'bar walk'}, walk), h('div', {class: 'bar'}, more, all, languages, this.button(shown.theme_control), view));
  }

  story(shown) {
    const {story} = shown;
    if (shown.problem) return h('section', {key: 'story'}, h('h1', {}, shown.lesson.title), shown.problem.split('\n').filter(Boolean).map((line) => h('p', {}, line)));
    const author = story.paragraphs.length === 0 ? null : h('div', {class: story.fresh ? 'author' : 'author earlier'},
        story.title && story.title !== shown.lesson.title ? h('h3', {}, story.title) : null,
        story.paragraphs.map((paragraph) => h('p', {}, rich(paragraph))));
    return h('section', {key: 'story', 'aria-label': shown.labels.story},
        h('h1', {}, shown.lesson.title),
        h('p', {class: 'place'}, `${story.position} · ${story.time}`),
        h('h2', {class: 'headline'}, story.headline),
        author, story.why ? h('p', {}, rich(story.why)) : null, story.rule ? h('p', {class: 'rule'}, story.rule) : null);
  }

  goals(shown) {
    const {goals} = shown;
    if (!goals) return null;
    return h('section', {'aria-label': goals.title, key: 'goals', id: 'goals'}, h('h2', {}, goals.title), h('p', {class: 'progress'}, goals.progress),
        h('ul', {class: 'goals'}, goals.list.map((goal) => h('li', {key: goal.id, class: goal.met ? 'met' : null, 'data-goal': goal.id},
            h('strong', {}, `${goal.mark}: `), rich(goal.text),
            goal.lack ? h('p', {class: 'lack'}, rich(goal.lack), ' ', goal.go ? this.button(goal.go) : null) : null,
            goal.hints.map((hint) => h('p', {class: 'hint'}, rich(hint))), goal.hint ? this.button(goal.hint) : null))));
  }

  why(shown) {
    const {why} = shown;
    if (!why) return null;
    return h('section', {'aria-label': why.toggle.label, key: 'why', id: 'why'}, this.button(why.toggle, {'aria-expanded': String(why.open)}),
        !why.open ? null : h('ol', {class: 'causes'}, why.links.map((link, i) => h('li', {},
            link.kind ? h('small', {}, [link.kind, link.root].filter(Boolean).join(' · ')) : null,
            this.button(link, {'data-key': `why:${i}`, content: [h('span', {}, rich(link.label)), h('small', {}, [link.place, link.rule].filter(Boolean).join(' · '))]}),
            link.facts.length ? h('p', {class: 'facts'}, h('code', {}, link.facts.join(', '))) : null))));
  }

  question(shown) {
    const {question} = shown;
    if (!question) return null;
    const verdict = !question.verdict ? null : h('p', {class: `verdict ${question.right ? 'right' : 'wrong'}`},
        h('strong', {}, question.verdict), ' ', rich(question.feedback), question.protocol ? h('code', {class: 'protocol'}, question.protocol) : null);
    return h('section', {'aria-label': shown.labels.question, key: 'question', id: 'question', 'data-kind': question.kind},
        h('fieldset', {key: question.id}, h('legend', {}, rich(question.text)), question.position ? h('p', {class: 'place'}, question.position) : null,
            this.answers(question), question.note ? h('p', {class: 'note'}, question.note) : null,
            this.check(question), verdict, question.hints.map((hint) => h('p', {class: 'hint'}, rich(hint))),
            h('div', {class: 'bar'}, question.hint ? this.button(question.hint) : null, question.next ? this.button(question.next) : null)));
  }

  // Real controls for every kind: radios, checkboxes, choices, a text field, buttons that move.
  answers(question) {
    if (question.kind === 'one' || question.kind === 'several') return question.options.map((option) => this.option(question, option));
    if (question.kind === 'order') return h('ol', {class: 'order'}, question.options.map((option) => h('li', {key: option.id},
        h('span', {}, rich(option.label), option.mark ? ` (${option.mark})` : ''),
        this.button(option.up, {'aria-label': option.up.label, content: '↑'}), this.button(option.down, {'aria-label': option.down.label, content: '↓'}))));
    if (question.kind === 'match') return question.pairs.map((pair) => h('label', {key: pair.argument, class: 'pair'}, h('span', {}, rich(pair.left), pair.mark ? ` (${pair.mark})` : ''),
        this.choice(`pair:${pair.argument}`, pair.chosen ?? '', [['', question.choose], ...question.options.map(({id, label}) => [id, label.replaceAll(/[`*]/g, '')])],
            (id) => this.hooks.act('answer', pair.argument + id))));
    if (question.kind === 'type') return h(Typed, {
      said: question.typed, class: 'command', 'aria-label': question.text, autocapitalize: 'off', 'data-key': 'typed',
      onkeydown: (event) => { if (event.key === 'Enter' && !event.isComposing) this.say(question); },
    });
    if (question.kind === 'find' && question.steps) return h('details', {}, h('summary', {}, question.steps_title),
        h(Steps, {key: question.id, steps: question.steps, button: (step) => this.button(step, {'aria-current': step.on ? 'step' : null})}));
    return null;
  }

  say(question) {
    const {value} = this.place.querySelector('input.command');
    this.hooks.act('answer', `${question.id}=${value}`);
    this.hooks.act('check', question.id);
  }

  check(question) {
    if (!question.check) return null;
    return this.button(question.check, question.kind === 'type' ? {onclick: () => this.say(question)} : {});
  }

  option(question, option) {
    const input = h('input', {
      type: question.kind === 'several' ? 'checkbox' : 'radio', name: `question-${question.id}`, 'data-key': `answer:${option.argument}`, checked: option.on,
      onchange: () => this.hooks.act(option.action, option.argument),
    });
    return h('label', {key: option.argument, class: 'option'}, input, h('span', {}, rich(option.label), option.mark ? ` (${option.mark})` : ''));
  }

  // Two runs as a table: their steps, their words, or what came of them.
  compare(shown) {
    const {compare} = shown;
    const toggle = this.button(compare.toggle, {'aria-expanded': String(compare.open)});
    if (!compare.open) return h('section', {'aria-label': compare.title, key: 'compare', id: 'compare'}, toggle);
    const choose = (title, action, side) => h('label', {class: 'side'}, h('span', {}, title),
        this.choice(action, compare.sides.find((one) => one[side])?.id, compare.sides.map((one) => [one.id, one.title]), (id) => this.hooks.act(action, id)));
    const cell = (one) => h('td', {}, one.argument ? this.button({action: 'show-compared', argument: one.argument, label: one.text, enabled: true}, {class: 'cell'}) : one.text);
    const hasSubject = compare.rows.some((row) => row.subject);
    const columns = hasSubject ? 4 : 3;
    const rows = compare.rows.flatMap((row) => [
      row.section ? h('tr', {}, h('th', {colspan: columns, scope: 'colgroup', class: 'section'}, row.section)) : null,
      row.folded ? h('tr', {}, h('td', {colspan: columns, class: 'quiet'}, row.folded)) :
        h('tr', {class: row.changed ? 'changed' : null}, hasSubject ? h('th', {scope: 'row'}, row.subject) : null, cell(row.before), cell(row.after), h('td', {}, row.kind)),
    ]);
    return h('section', {'aria-label': compare.title, key: 'compare', id: 'compare'}, h('h2', {}, compare.title), toggle,
        compare.rows.length === 0 && !compare.before ? h('p', {}, compare.nothing) : [
          h('div', {class: 'bar'}, choose(compare.left_title, 'compare-left', 'left'), choose(compare.right_title, 'compare-right', 'right')),
          h('div', {class: 'bar'}, compare.views.map((view) => this.button(view, {'aria-pressed': String(view.on)}))),
          h('p', {class: 'difference', role: 'status'}, compare.summary),
          h('table', {}, h('thead', {}, h('tr', {}, hasSubject ? h('th', {scope: 'col'}, compare.what) : null,
              h('th', {scope: 'col'}, compare.before), h('th', {scope: 'col'}, compare.after), h('th', {scope: 'col'}, compare.change))),
          h('tbody', {}, rows))]);
  }

  knobs(shown) {
    if (shown.knobs.length === 0) return null;
    return h('section', {'aria-label': shown.labels.knobs, key: 'knobs', id: 'knobs'}, h('h2', {}, shown.labels.knobs),
        shown.difference ? h('p', {class: 'difference', role: 'status'}, shown.difference) : null,
        shown.knobs.flatMap((knob) => [knob.section ? h('h3', {key: `${knob.id}-section`}, knob.section) : null, h('fieldset', {key: knob.id}, h('legend', {}, knob.title), h('div', {class: 'bar'}, knob.values.map(
            (value) => this.button(value, {'aria-pressed': String(value.on)}))))]));
  }

  dialogue(shown) {
    const {dialogue, labels} = shown;
    const rows = keyed(dialogue.lines, (line) => line.step).map(([key, line]) => h('tr', {key, 'aria-current': line.current ? 'true' : null},
        h('th', {scope: 'row', title: line.name}, line.who), h('td', {class: 'said'}, line.text), h('td', {}, line.note)));
    return h('section', {'aria-label': labels.dialogue, key: 'dialogue', id: 'dialogue'}, h('h2', {}, labels.dialogue),
        this.button(dialogue.eavesdropper, {'aria-pressed': String(dialogue.eavesdropper.on)}),
        rows.length === 0 ? h('p', {}, dialogue.nothing) : h('table', {}, h('caption', {}, dialogue.title),
            h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, labels.who), h('th', {scope: 'col'}, labels.said), h('th', {scope: 'col'}, labels.note))),
            h('tbody', {}, rows)));
  }

  secrets(shown) {
    if (shown.secrets.length === 0) return null;
    return h('section', {key: 'secrets', 'aria-label': shown.labels.secrets}, h('h2', {}, shown.labels.secrets),
        shown.secrets.map((knower) => [h('p', {}, knower.title), knower.learnt.length ? h('ul', {}, knower.learnt.map((secret) => h('li', {}, secret))) : null]));
  }

  // One host from the inside; what can be changed there is a control.
  host(shown) {
    const {host, labels} = shown;
    if (!host) return null;
    const list = (title, items) => items.length === 0 ? null : [h('h3', {}, title), h('ul', {}, items.map((item) => h('li', {}, item)))];
    const pairs = (title, items) => list(title, items.map(({key, value}) => `${key}: ${value}`));
    return h('section', {'aria-label': labels.host, key: 'host', id: 'host'}, h('h2', {}, `${labels.host}: ${host.name}`),
        h('div', {class: 'bar', role: 'group', 'aria-label': labels.host}, host.hosts.map((one) => this.button(one, {'aria-pressed': String(one.on)}))),
        h('p', {class: 'place'}, `${host.caption} · ${host.address}`),
        list(labels.queue, host.queue), host.mailboxes.flatMap((box) => list(box.title, box.mails.length ? box.mails : [labels.empty])),
        list(labels.screens, host.screens), pairs(labels.doors, host.doors), pairs(labels.cache, host.cache), this.settings(host, labels), this.log(host, labels));
  }

  settings(host, labels) {
    if (host.settings.length === 0) return null;
    const change = (setting, value) => this.hooks.act('change-setting', setting.argument + value);
    const control = (setting) => {
      const key = `setting:${setting.argument}`;
      if (!setting.can_change) return h('span', {}, setting.words);
      if (setting.choices.length === 0) {
        return [h(Typed, {said: setting.value, class: 'value', 'aria-label': setting.name, 'data-key': key, onkeydown: (event) => { if (event.key === 'Enter') change(setting, event.target.value); }}),
          h('button', {type: 'button', onclick: (event) => change(setting, event.target.parentElement.querySelector('input').value)}, labels.set)];
      }
      const isKnown = setting.choices.some(([value]) => value === setting.value);
      return this.choice(key, setting.value, isKnown ? setting.choices : [[setting.value, setting.words], ...setting.choices], (value) => change(setting, value), {'aria-label': setting.name});
    };
    return [h('h3', {}, labels.settings), h('p', {class: 'place'}, labels.setting_note),
      h('table', {class: 'settings'}, h('tbody', {}, keyed(host.settings, (setting) => setting.argument).map(([key, setting]) => h('tr', {key}, h('th', {scope: 'row'}, setting.name), h('td', {}, control(setting))))))];
  }

  log(host, labels) {
    if (host.log.length === 0) return null;
    return [h('h3', {}, labels.log), h('ul', {class: 'log'}, keyed(host.log, (line) => `${line.time} ${line.text}`).map(([key, line]) => h('li', {key, 'aria-current': line.current ? 'true' : null},
        `${line.time} `, line.text, line.detail ? h('code', {}, line.detail) : null, line.keeps ? h('em', {}, line.keeps) : null)))];
  }

  lessons(shown) {
    return h('section', {'aria-label': shown.labels.lessons, key: 'lessons', id: 'lessons'}, h('h2', {}, shown.labels.lessons), shown.score.text ? h('p', {class: 'score'}, shown.score.text) : null,
        shown.lessons.map((chapter) => [h('h3', {}, chapter.title), h('ul', {class: 'lessons'}, chapter.lessons.map((lesson) => h('li', {},
            this.button(lesson, {'aria-current': lesson.on ? 'true' : null, content: [lesson.label, h('small', {}, [lesson.summary, lesson.minutes, lesson.done].filter(Boolean).join(' · '))]}))))]));
  }
}
