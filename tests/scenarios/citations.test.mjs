// Every RFC and section that lessons, texts, code and documents cite exists, by the list in rfc_sections.tsv, and what a
// reader is sent to is in force. That a section says what is claimed of it, only a reader can check.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

const listed = new Map();  // "5321 4.5.5" or "5321" -> {title, replacedBy}
for (const line of fs.readFileSync('tests/scenarios/rfc_sections.tsv', 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [number, section, title, replacedBy] = line.split('\t');
  listed.set(section ? `${number} ${section}` : number, {title, replacedBy});
}

const section = String.raw`(?:[A-Z]\.)?\d{1,2}(?!\d)(?:\.\d+)*|[A-Z](?:\.\d+)+`;
const cited = new RegExp(String.raw`RFC[ \u00a0](\d{3,5})(?:(?:,\s*(?:sections?|appendix|раздел(?:ы|а|е|у)?|приложение)\s+|,\s*)((?:${
    section}|[A-Z]\b)(?:(?:\s*,\s*|\s+and\s+|\s+и\s+|\s+to\s+)(?:${section}))*))?`, 'g');

// "RFC 5321, sections 3.3 and 5.1" -> [{number: '5321', section: '3.3'}, …]; without a section: section ''.
export function citations(text) {
  const found = [];
  for (const [, number, sections] of text.matchAll(cited)) {
    const parts = sections ? sections.match(new RegExp(`${section}|[A-Z]\\b`, 'g')) : [''];
    for (const part of parts) found.push({number, section: part});
  }
  return found;
}

function files(folder, endings) {
  return fs.readdirSync(folder, {recursive: true}).map((name) => path.join(folder, name))
      .filter((name) => endings.some((ending) => name.endsWith(ending)));
}

const lessons = files('scenarios', ['.json']).filter((name) => !/(index|schema)\.json$/.test(name));
const sources = [...files('sim', ['.h', '.cpp']), ...files('ui', ['.h', '.cpp', '.po']), ...files('docs', ['.md'])];

test('citations: what is read out of a text is what stands there', () => {
  assert.deepEqual(citations('RFC 5321, sections 3.3, 4.1.4 and 6; RFC 2505'), [
    {number: '5321', section: '3.3'}, {number: '5321', section: '4.1.4'}, {number: '5321', section: '6'},
    {number: '2505', section: ''},
  ]);
  assert.deepEqual(citations('RFC 1939, раздел 6. (RFC 1035, 3596)'), [
    {number: '1939', section: '6'}, {number: '1035', section: ''},
  ]);
});

for (const [name, list] of [['lessons', lessons], ['code and documents', sources]])
  test(`citations: every RFC and section that ${name} cite exists`, () => {
    const wrong = [];
    for (const file of list)
      fs.readFileSync(file, 'utf8').split('\n').forEach((line, at) => {
        for (const {number, section: part} of citations(line)) {
          const key = part ? `${number} ${part}` : number;
          if (!listed.has(key)) wrong.push(`${file}:${at + 1}: RFC ${number}${part && `, section ${part}`} is not in rfc_sections.tsv`);
        }
      });
    assert.deepEqual(wrong, []);
  });

test('citations: a lesson, an explanation and a decision send nobody to a section of a replaced RFC', () => {
  const wrong = [];
  const read = [...lessons, 'ui/text/explain.cpp', ...files('sim/policy', ['.cpp']), ...files('sim/hosts', ['.cpp'])];
  for (const file of read)
    fs.readFileSync(file, 'utf8').split('\n').forEach((line, at) => {
      for (const {number, section: part} of citations(line)) {
        const replacedBy = listed.get(number)?.replacedBy;
        if (part && replacedBy) wrong.push(`${file}:${at + 1}: RFC ${number} is replaced by RFC ${replacedBy}`);
      }
    });
  assert.deepEqual(wrong, []);
});

test('citations: the list holds nothing that nobody cites', () => {
  const all = new Set();
  for (const file of [...lessons, ...sources, ...files('tests', ['.cpp', '.h', '.mjs']), 'README.md'])
    for (const {number, section: part} of citations(fs.readFileSync(file, 'utf8'))) {
      all.add(number);
      if (part) all.add(`${number} ${part}`);
    }
  for (const file of sources)
    for (const [list] of fs.readFileSync(file, 'utf8').matchAll(/RFC[ \u00a0]\d{3,5}(?:(?:, | and |–|\/)\d{3,5}\b)+/g))
      for (const number of list.match(/\d{3,5}/g)) all.add(number);
  assert.deepEqual([...listed.keys()].filter((key) => !all.has(key)), []);
});
