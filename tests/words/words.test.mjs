// tools/words: every sentence of the interface stands in every catalogue, and a new language is one file.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';

const run = (...words) => spawnSync('tools/words', words, {encoding: 'utf8'});

function scratch(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-words-'));
  t.after(() => fs.rmSync(folder, {recursive: true}));
  return folder;
}

// A third language as somebody would begin it: a header, and one sentence.
function welsh(folder) {
  const po = path.join(folder, 'cy.po');
  fs.writeFileSync(po, `msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Own-Name: Cymraeg\\n"

msgid "Close"
msgstr "Cau"
`);
  return po;
}

test('words: no catalogue lacks a sentence that the sources say', () => {
  const {stdout, status} = run('missing');
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('words: what a new catalogue has not translated yet is named, sentence by sentence', (t) => {
  const {stdout, status} = run('missing', welsh(scratch(t)));
  assert.equal(status, 1);
  assert.match(stdout, /^cy\.po: not translated: Next step$/m);
  assert.match(stdout, /^cy\.po: not translated: A mail system you can see through\.$/m);
  assert.doesNotMatch(stdout, /: Close$/m);
});

test('words: a third language is one file, for the program', (t) => {
  const folder = scratch(t), out = path.join(folder, 'languages.cpp');
  const {stderr, status} = run('table', out, 'ui/text/po/en.po', 'ui/text/po/ru.po', welsh(folder));
  assert.equal(status, 0, stderr);
  assert.match(fs.readFileSync(out, 'utf8'), /\{"cy"sv, "Cymraeg"sv, k_sentences_cy, 1, plural_cy\}/);
});

test('words: a third language is one file, for the page', async (t) => {
  const folder = scratch(t), out = path.join(folder, 'languages.mjs');
  const {stderr, status} = run('page', out, 'ui/text/po/en.po', 'ui/text/po/ru.po', welsh(folder));
  assert.equal(status, 0, stderr);
  const {languages} = await import(pathToFileURL(out));
  assert.deepEqual(Object.keys(languages), ['en', 'cy', 'ru']);
  assert.deepEqual(languages.cy, {name: 'Cymraeg', sentences: {Close: 'Cau'}});
  assert.equal(languages.ru.sentences.Close, 'Закрыть');
});

test('words: a catalogue whose placeholders or plurals are wrong is refused by name', (t) => {
  const folder = scratch(t), po = path.join(folder, 'xx.po');
  fs.writeFileSync(po, 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "{n} octet"\nmsgid_plural "{n} octets"\nmsgstr[0] "x"\n');
  const {stderr, status} = run('table', path.join(folder, 'out.cpp'), po);
  assert.equal(status, 1);
  assert.match(stderr, /xx\.po: msgfmt finds fault with it/);
});
