// The document behind the picture, as real HTML: for screen readers, for find in page, for tests, and for
// browsers without WebGL. Everything comes as text nodes out of the program's JSON; every control calls `act`.

import {make} from './make.js';

// `code`, **strong** and *stress* of the authors, as elements.
function rich(text) {
  return text.split(/(`[^`]*`|\*\*[^*]+\*\*|\*[^*]+\*)/).filter(Boolean).map((part) => {
    if (part.startsWith('`') && part.endsWith('`') && part.length > 1) return make('code', {}, part.slice(1, -1));
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4) return make('strong', {}, rich(part.slice(2, -2)));
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2) return make('em', {}, part.slice(1, -1));
    return document.createTextNode(part);
  });
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
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const sought = this.shownQuestion === shown.question?.id ? this.place.querySelector('input.command')?.value : '';
    this.shownQuestion = shown.question?.id;
    const isOpen = this.place.querySelector('#question details')?.open;
    this.place.replaceChildren(...[
      this.toolbar(shown), this.story(shown), this.goals(shown), this.why(shown), this.question(shown), this.knobs(shown),
      this.compare(shown), this.dialogue(shown), this.secrets(shown), this.host(shown), this.lessons(shown),
    ].filter(Boolean));
    const command = this.place.querySelector('input.command');
    if (command && sought && !command.value) command.value = sought;
    const steps = this.place.querySelector('#question details');
    if (steps && isOpen) steps.open = true;
    if (focused) this.refocus(focused);
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

  button(control, properties = {}) {
    return make('button', {
      type: 'button', 'data-key': `${control.action}:${control.argument}`, disabled: !control.enabled,
      onclick: () => this.hooks.act(control.action, control.argument), ...properties,
    }, ...[properties.content ?? control.label].flat());
  }

  toolbar(shown) {
    const buttons = shown.toolbar.map((control) => this.button(control, control.action === 'play' ? {'aria-pressed': String(control.on)} : {}));
    const languages = shown.languages.map((control) => this.button(control, {lang: control.code, 'aria-pressed': String(control.on)}));
    const view = this.hasPicture ? make('button', {
      type: 'button', 'data-key': 'view', onclick: () => this.hooks.setView(this.view === 'text' ? 'picture' : 'text'),
    }, this.view === 'text' ? shown.labels.picture : shown.labels.text_view) : null;
    const more = this.button({label: shown.labels.changes, action: 'sheet', argument: 'changes', enabled: true});
    const all = this.button({label: '⋯', action: 'sheet', argument: 'palette', enabled: true}, {'aria-label': shown.labels.everything});
    return make('nav', {'aria-label': shown.labels.controls, class: 'bar top'}, buttons, more, all, languages, this.button(shown.theme_control), view);
  }

  story(shown) {
    const {story} = shown;
    if (shown.problem) return make('section', {}, make('h1', {}, shown.lesson.title), ...shown.problem.split('\n').filter(Boolean).map((line) => make('p', {}, line)));
    const author = story.paragraphs.length === 0 ? null : make('div', {class: story.fresh ? 'author' : 'author earlier'},
        story.title && story.title !== shown.lesson.title ? make('h3', {}, story.title) : null,
        story.paragraphs.map((paragraph) => make('p', {}, rich(paragraph))));
    return make('section', {'aria-label': shown.labels.story},
        make('h1', {}, shown.lesson.title),
        make('p', {class: 'place'}, `${story.position} · ${story.time}`),
        make('h2', {class: 'headline'}, story.headline),
        author, story.why ? make('p', {}, rich(story.why)) : null, story.rule ? make('p', {class: 'rule'}, story.rule) : null);
  }

  goals(shown) {
    const {goals} = shown;
    if (!goals) return null;
    return make('section', {'aria-label': goals.title, id: 'goals'}, make('h2', {}, goals.title), make('p', {class: 'progress'}, goals.progress),
        make('ul', {class: 'goals'}, goals.list.map((goal) => make('li', {class: goal.met ? 'met' : '', 'data-goal': goal.id},
            make('strong', {}, `${goal.mark}: `), rich(goal.text),
            goal.lack ? make('p', {class: 'lack'}, rich(goal.lack), ' ', goal.go ? this.button(goal.go) : null) : null,
            goal.hints.map((hint) => make('p', {class: 'hint'}, rich(hint))), goal.hint ? this.button(goal.hint) : null))));
  }

  why(shown) {
    const {why} = shown;
    if (!why) return null;
    return make('section', {'aria-label': why.toggle.label, id: 'why'}, this.button(why.toggle, {'aria-expanded': String(why.open)}),
        !why.open ? null : make('ol', {class: 'causes'}, why.links.map((link, i) => make('li', {},
            link.kind ? make('small', {}, [link.kind, link.root].filter(Boolean).join(' · ')) : null,
            this.button(link, {'data-key': `why:${i}`, content: [make('span', {}, rich(link.label)), make('small', {}, [link.place, link.rule].filter(Boolean).join(' · '))]}),
            link.facts.length ? make('p', {class: 'facts'}, make('code', {}, link.facts.join(', '))) : null))));
  }

  question(shown) {
    const {question} = shown;
    if (!question) return null;
    const verdict = !question.verdict ? null : make('p', {class: `verdict ${question.right ? 'right' : 'wrong'}`},
        make('strong', {}, question.verdict), ' ', rich(question.feedback), question.protocol ? make('code', {class: 'protocol'}, question.protocol) : null);
    return make('section', {'aria-label': shown.labels.question, id: 'question', 'data-kind': question.kind},
        make('fieldset', {}, make('legend', {}, rich(question.text)), question.position ? make('p', {class: 'place'}, question.position) : null,
            this.answers(question), question.note ? make('p', {class: 'note'}, question.note) : null,
            this.check(question), verdict, question.hints.map((hint) => make('p', {class: 'hint'}, rich(hint))),
            make('div', {class: 'bar'}, question.hint ? this.button(question.hint) : null, question.next ? this.button(question.next) : null)));
  }

  // Real controls for every kind: radios, checkboxes, choices, a text field, buttons that move.
  answers(question) {
    if (question.kind === 'one' || question.kind === 'several') return question.options.map((option) => this.option(question, option));
    if (question.kind === 'order') return make('ol', {class: 'order'}, question.options.map((option) => make('li', {},
        make('span', {}, rich(option.label), option.mark ? ` (${option.mark})` : ''),
        this.button(option.up, {'aria-label': option.up.label, content: '↑'}), this.button(option.down, {'aria-label': option.down.label, content: '↓'}))));
    if (question.kind === 'match') return question.pairs.map((pair) => make('label', {class: 'pair'}, make('span', {}, rich(pair.left), pair.mark ? ` (${pair.mark})` : ''),
        make('select', {'data-key': `pair:${pair.argument}`, onchange: (event) => this.hooks.act('answer', pair.argument + event.target.value)},
            make('option', {value: '', selected: !pair.chosen}, question.choose),
            question.options.map((option) => make('option', {value: option.id, selected: option.id === pair.chosen}, option.label.replaceAll(/[`*]/g, ''))))));
    if (question.kind === 'type') return make('input', {
      class: 'command', type: 'text', 'aria-label': question.text, value: question.typed, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'data-key': 'typed',
      onkeydown: (event) => { if (event.key === 'Enter' && !event.isComposing) this.say(question); },
    });
    if (question.kind === 'find' && question.steps) return make('details', {}, make('summary', {}, question.steps_title),
        make('ol', {class: 'steps', start: '0'}, question.steps.map((step) => make('li', {}, this.button(step, {'aria-current': step.on ? 'step' : null})))));
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
    const input = make('input', {
      type: question.kind === 'several' ? 'checkbox' : 'radio', name: `question-${question.id}`, 'data-key': `answer:${option.argument}`, checked: option.on,
      onchange: () => this.hooks.act(option.action, option.argument),
    });
    return make('label', {class: 'option'}, input, make('span', {}, rich(option.label), option.mark ? ` (${option.mark})` : ''));
  }

  // Two runs as a table: their steps, their words, or what came of them.
  compare(shown) {
    const {compare} = shown;
    const toggle = this.button(compare.toggle, {'aria-expanded': String(compare.open)});
    if (!compare.open) return make('section', {'aria-label': compare.title, id: 'compare'}, toggle);
    const choose = (title, action, side) => make('label', {class: 'side'}, make('span', {}, title),
        make('select', {'data-key': action, onchange: (event) => this.hooks.act(action, event.target.value)},
            compare.sides.map((one) => make('option', {value: one.id, selected: one[side]}, one.title))));
    const cell = (one) => make('td', {}, one.argument ? this.button({action: 'show-compared', argument: one.argument, label: one.text, enabled: true}, {class: 'cell'}) : one.text);
    const hasSubject = compare.rows.some((row) => row.subject);
    const columns = hasSubject ? 4 : 3;
    const rows = compare.rows.flatMap((row) => [
      row.section ? make('tr', {}, make('th', {colspan: columns, scope: 'colgroup', class: 'section'}, row.section)) : null,
      row.folded ? make('tr', {}, make('td', {colspan: columns, class: 'quiet'}, row.folded)) :
        make('tr', {class: row.changed ? 'changed' : ''}, hasSubject ? make('th', {scope: 'row'}, row.subject) : null, cell(row.before), cell(row.after), make('td', {}, row.kind)),
    ]).filter(Boolean);
    return make('section', {'aria-label': compare.title, id: 'compare'}, make('h2', {}, compare.title), toggle,
        compare.rows.length === 0 && !compare.before ? make('p', {}, compare.nothing) : [
          make('div', {class: 'bar'}, choose(compare.left_title, 'compare-left', 'left'), choose(compare.right_title, 'compare-right', 'right')),
          make('div', {class: 'bar'}, compare.views.map((view) => this.button(view, {'aria-pressed': String(view.on)}))),
          make('p', {class: 'difference', role: 'status'}, compare.summary),
          make('table', {}, make('thead', {}, make('tr', {}, hasSubject ? make('th', {scope: 'col'}, compare.what) : null,
              make('th', {scope: 'col'}, compare.before), make('th', {scope: 'col'}, compare.after), make('th', {scope: 'col'}, compare.change))),
          make('tbody', {}, rows))]);
  }

  knobs(shown) {
    if (shown.knobs.length === 0) return null;
    return make('section', {'aria-label': shown.labels.knobs, id: 'knobs'}, make('h2', {}, shown.labels.knobs),
        shown.difference ? make('p', {class: 'difference', role: 'status'}, shown.difference) : null,
        shown.knobs.map((knob) => make('fieldset', {}, make('legend', {}, knob.title), make('div', {class: 'bar'}, knob.values.map(
            (value) => this.button(value, {'aria-pressed': String(value.on), content: value.label}))))));
  }

  dialogue(shown) {
    const {dialogue, labels} = shown;
    const rows = dialogue.lines.map((line) => make('tr', {'aria-current': line.current ? 'true' : null},
        make('th', {scope: 'row', title: line.name}, line.who), make('td', {class: 'said'}, line.text), make('td', {}, line.note)));
    return make('section', {'aria-label': labels.dialogue, id: 'dialogue'}, make('h2', {}, labels.dialogue),
        this.button(dialogue.eavesdropper, {'aria-pressed': String(dialogue.eavesdropper.on)}),
        rows.length === 0 ? make('p', {}, dialogue.nothing) : make('table', {}, make('caption', {}, dialogue.title),
            make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, labels.who), make('th', {scope: 'col'}, labels.said), make('th', {scope: 'col'}, labels.note))),
            make('tbody', {}, rows)));
  }

  secrets(shown) {
    if (shown.secrets.length === 0) return null;
    return make('section', {'aria-label': shown.labels.secrets}, make('h2', {}, shown.labels.secrets),
        shown.secrets.map((knower) => [make('p', {}, knower.title), knower.learnt.length ? make('ul', {}, knower.learnt.map((secret) => make('li', {}, secret))) : null]));
  }

  // One host from the inside; what can be changed there is a control.
  host(shown) {
    const {host, labels} = shown;
    if (!host) return null;
    const list = (title, items) => items.length === 0 ? null : [make('h3', {}, title), make('ul', {}, items.map((item) => make('li', {}, item)))];
    const pairs = (title, items) => list(title, items.map(({key, value}) => `${key}: ${value}`));
    return make('section', {'aria-label': labels.host, id: 'host'}, make('h2', {}, `${labels.host}: ${host.name}`),
        make('div', {class: 'bar', role: 'group', 'aria-label': labels.host}, host.hosts.map((one) => this.button(one, {'aria-pressed': String(one.on)}))),
        make('p', {class: 'place'}, `${host.caption} · ${host.address}`),
        list(labels.queue, host.queue), host.mailboxes.flatMap((box) => list(box.title, box.mails.length ? box.mails : [labels.empty])),
        list(labels.screens, host.screens), pairs(labels.doors, host.doors), pairs(labels.cache, host.cache), this.settings(host, labels), this.log(host, labels));
  }

  settings(host, labels) {
    if (host.settings.length === 0) return null;
    const change = (setting, value) => this.hooks.act('change-setting', setting.argument + value);
    const control = (setting) => {
      const key = `setting:${setting.argument}`;
      if (!setting.can_change) return make('span', {}, setting.value);
      if (setting.choices.length === 0) {
        const input = make('input', {type: 'text', class: 'value', value: setting.value, 'aria-label': setting.name, 'data-key': key, autocomplete: 'off', spellcheck: 'false',
          onkeydown: (event) => { if (event.key === 'Enter') change(setting, input.value); }});
        return [input, make('button', {type: 'button', onclick: () => change(setting, input.value)}, labels.set)];
      }
      const values = setting.choices.includes(setting.value) ? setting.choices : [setting.value, ...setting.choices];
      return make('select', {'aria-label': setting.name, 'data-key': key, onchange: (event) => change(setting, event.target.value)},
          values.map((value) => make('option', {value, selected: value === setting.value}, value)));
    };
    return [make('h3', {}, labels.settings), make('p', {class: 'place'}, labels.setting_note),
      make('table', {class: 'settings'}, make('tbody', {}, host.settings.map((setting) => make('tr', {}, make('th', {scope: 'row'}, setting.name), make('td', {}, control(setting))))))];
  }

  log(host, labels) {
    if (host.log.length === 0) return null;
    return [make('h3', {}, labels.log), make('ul', {class: 'log'}, host.log.map((line) => make('li', {'aria-current': line.current ? 'true' : null},
        `${line.time} `, line.text, line.detail ? make('code', {}, line.detail) : null, line.keeps ? make('em', {}, line.keeps) : null)))];
  }

  lessons(shown) {
    return make('section', {'aria-label': shown.labels.lessons, id: 'lessons'}, make('h2', {}, shown.labels.lessons), shown.score.text ? make('p', {class: 'score'}, shown.score.text) : null,
        shown.lessons.map((chapter) => [make('h3', {}, chapter.title), make('ul', {class: 'lessons'}, chapter.lessons.map((lesson) => make('li', {},
            this.button(lesson, {'aria-current': lesson.on ? 'true' : null, content: [lesson.label, make('small', {}, [lesson.summary, lesson.minutes, lesson.done].filter(Boolean).join(' · '))].flat()}))))]));
  }
}
