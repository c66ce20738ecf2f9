// docs/lessons/README.md says what the lessons' files say, and every lesson prints as a worksheet.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

const program = path.join(process.env.MAILSCOPE_BUILD_DIR ?? 'build/native', 'mailscope');
const run = (...words) => spawnSync(program, words, {encoding: 'utf8', maxBuffer: 1 << 26});
const lessons = fs.readdirSync('scenarios', {recursive: true})
    .filter((name) => name.endsWith('.json') && name.includes('/')).map((name) => path.join('scenarios', name));

test('lessons: the index in docs/lessons is that of the files', () => {
  const {stdout, stderr, status} = run('list', '--markdown');
  assert.equal(status, 0, stderr);
  assert.equal(stdout, fs.readFileSync('docs/lessons/README.md', 'utf8'),
      'run: build/native/mailscope list --markdown > docs/lessons/README.md');
  for (const file of lessons) assert.ok(stdout.includes(`(../../${file})`), `${file} is not in the index`);
});

test('lessons: the table of contents leads to each lesson in the order of the catalogue, and each promises in both languages', () => {
  const {stdout} = run('list', '--markdown');
  const chapters = JSON.parse(fs.readFileSync('scenarios/index.json', 'utf8')).chapters;
  const rows = stdout.split('\n').filter((line) => /^\| .*\]\(#/.test(line));
  assert.deepEqual(rows.map((row) => row.match(/\(#([^)]+)\)/)[1]), chapters.flatMap(({lessons}) => lessons));
  assert.deepEqual(rows.map((row) => row.split(' | ')[0].slice(2)).filter((title) => title !== ''),
      chapters.map(({title}) => `${title.en} · ${title.ru}`));
  for (const file of lessons) {
    const {id, level, minutes, promise, title} = JSON.parse(fs.readFileSync(file, 'utf8'));
    const row = rows.find((line) => line.includes(`(#${id})`));
    assert.ok(row.includes(title.en) && row.includes(title.ru) && row.endsWith(`| ${level} | ${minutes} |`), row);
    assert.equal(stdout.split(`<a id="${id}"></a>\n\n### `).length, 2, `${id} has one anchor, at its heading`);
    const entry = stdout.split(`<a id="${id}"></a>`)[1].split('<a id=')[0];
    assert.ok(entry.includes(`\n\n${promise.en}\n\n${promise.ru}\n\n`), `${id} promises in both languages`);
  }
});

test('lessons: each prints as a worksheet in both languages, its answers only when asked for', () => {
  for (const file of lessons) {
    const lesson = JSON.parse(fs.readFileSync(file, 'utf8'));
    const russian = run('worksheet', file, '--lang', 'ru');
    assert.equal(russian.status, 0, russian.stderr);
    assert.match(russian.stdout, /^<!doctype html>\n<html lang="ru">/);
    assert.doesNotMatch(russian.stdout, /Ответы/);
    const english = run('worksheet', file, '--answers').stdout;
    if ((lesson.questions ?? []).length > 0) assert.match(english, /<h2>1\. /, file);
    assert.match(english, /<h2>Answers/);
    assert.equal(english.split('<code>').length, english.split('</code>').length, file);
  }
});
