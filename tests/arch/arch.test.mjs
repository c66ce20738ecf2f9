// The architecture, held by a test: who may know whom, which library may be seen where, and which
// words would make two runs of one lesson differ. docs/ARCHITECTURE.md says why.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';

import {code_of, files_below, lines_with, sources} from './sources.mjs';

// What each room may know directly. What a room knows, those that know it may know, too, except
// through the protocol rooms, which nobody passes through: their lists are short on purpose.
const knows = {
  base: [],
  wire: ['base'],
  trace: ['base', 'wire'],
  crypto: ['base'],
  dns: ['base'],
  store: ['base'],
  mime: ['base', 'wire'],
  sasl: ['base', 'wire'],
  tls: ['base', 'crypto'],
  net: ['base', 'wire', 'trace'],
  smtp: ['base', 'wire', 'sasl'],
  pop3: ['base', 'wire', 'sasl'],
  imap: ['base', 'wire', 'sasl', 'mime', 'store'],
  policy: ['base', 'wire', 'dns', 'mime', 'crypto'],
  hosts: ['base', 'wire', 'trace', 'crypto', 'dns', 'store', 'mime', 'sasl', 'tls', 'net', 'smtp', 'pop3',
    'imap', 'policy'],
};
const below_world = ['hosts', ...knows.hosts];
knows.world = below_world;
knows.scenario = ['world', ...below_world];
knows.export = ['scenario', 'world', ...below_world];
// The command line prints the same sentences as the page.
knows.cli = ['export', 'scenario', 'world', 'ui/text', ...below_world];
knows['ui/text'] = ['base', 'wire', 'trace'];
// Models read a trace, and the octets in it by the readers of dns, mime, net and tls; they never ask
// the world that made it.
knows['ui/model'] = ['base', 'wire', 'trace', 'dns', 'mime', 'net', 'tls', 'ui/text'];
knows['ui/panels'] = ['base', 'wire', 'trace', 'ui/text', 'ui/model'];
knows['ui/shell'] = ['ui/panels', 'ui/model', ...knows.cli.filter((room) => room !== 'cli')];

// Libraries: which includes are theirs, and which files may have them.
const libraries = [
  {name: 'Mbed TLS', includes: /^(mbedtls|psa)\//, files: /^(sim|tests\/sim)\/(tls|crypto)\//},
  {name: 'libsodium', includes: /^sodium/, files: /^(sim|tests\/sim)\/crypto\//},
  {name: 'nlohmann/json', includes: /^nlohmann\//, files: /_json\.(cpp|h)$|^tests\//},
  {name: 'CLI11', includes: /^CLI\//, files: /^sim\/cli\/|^ui\/shell\/native_main\.cpp$/},
  {name: 'fmt', includes: /^fmt\//, files: /./},
  {name: 'Dear ImGui', includes: /^imgui/, files: /^ui\/(panels|shell)\/|^tests\/ui\/shell\/paper\.h$|^cmake\/imgui\//},
  {name: 'SDL2', includes: /^SDL/, files: /^ui\/shell\/(window_sdl|page_main)\.cpp$/},
  {name: 'Emscripten', includes: /^(emscripten|GLES|webgl)/, files: /^ui\/shell\/(window_sdl|page_main)\.cpp$/},
  {name: 'ns-3', includes: /^ns3\//, files: /^tests\/bench\/ns3\//},
  {name: 'Catch2', includes: /^catch2\//, files: /^tests\//},
  {name: 'rapidcheck', includes: /^rapidcheck/, files: /^tests\//},
  {name: 'Google Benchmark', includes: /^benchmark\//, files: /^tests\/bench\//},
  {name: 'glibc', includes: /^malloc\.h$/, files: /^tests\/bench\//},
  {name: 'OpenSSL', includes: /^openssl\//, files: /^tests\//},
];

// Words that let the machine's own time, chance, addresses or rounding reach a trace.
const banned_in_sim = [
  {pattern: /\bunordered_(map|set|multimap|multiset)\b/, why: 'its order differs between libraries: use std::map'},
  {pattern: /\b(float|double)\b/, why: 'rounding differs between machines: count in integers'},
  {pattern: /\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime)\b/,
    why: 'the only clock is the world\'s: take a Time'},
  {pattern: /\b(random_device|mt19937(_64)?|default_random_engine|\w+_distribution)\b|\bs?rand\(/,
    why: 'the only chance is the world\'s: take a Random'},
  {pattern: /\b(setlocale|std::locale)\b/, why: 'texts must not depend on the machine\'s language'},
  {pattern: /\bstd::(thread|mutex|async|jthread|condition_variable)\b/, why: 'one thread, one order'},
  {pattern: /\bgetenv\b/, why: 'settings come in as parameters'},
];
const banned_everywhere = [
  {pattern: /\b(throw|try|catch)\b(?!\()/, why: 'nothing throws across rooms: return a Result'},
  {pattern: /\bcatch \(/, why: 'nothing throws across rooms: return a Result'},
  {pattern: /\busing namespace\b/, why: 'say where a name comes from'},
];
// [file, the word it may have].
const exceptions = [
  // A JSON number may be written as 1.0 or 1e3: the reader of scenarios sees whether it is a whole one.
  ['sim/scenario/located_json.cpp', 'double'],
  // `mailscope serve` lets the wall's clock say when input arrives; what then happens is in the trace.
  ['sim/cli/wall_clock.cpp', 'clock_gettime'],
  // CLI11 tells a wrong command line by an exception; it ends where it is thrown.
  ['sim/cli/main.cpp', 'try {'],
  ['sim/cli/main.cpp', 'catch ('],
  ['ui/shell/native_main.cpp', 'try {'],
  ['ui/shell/native_main.cpp', 'catch ('],
];
const lines_max = 400;

const all = sources();
const product = all.filter(({room}) => room);

test('arch: a room includes only the rooms that it may know', () => {
  const faults = [];
  for (const {file, room, includes} of product) {
    const allowed = knows[room];
    if (!allowed) {
      faults.push(`${file}: "${room}" is no room: add it to tests/arch/arch.test.mjs and docs/ARCHITECTURE.md`);
      continue;
    }
    for (const {name, is_own} of includes) {
      const other = /^sim\/([^/]+)\//.exec(name)?.[1] ?? /^(ui\/[^/]+)\//.exec(name)?.[1];
      if (is_own && other && other !== room && !allowed.includes(other)) {
        faults.push(`${file}: includes "${name}", but ${room} may know only ${allowed.join(', ') || 'nobody'}`);
      }
    }
  }
  none(faults);
});

test('arch: a room links only the rooms that it may know', () => {
  const faults = [];
  for (const file of [...files_below('sim'), ...files_below('ui')].filter((name) => name.endsWith('CMakeLists.txt'))) {
    const text = fs.readFileSync(file, 'utf8').replace(/#.*/g, '');
    for (const [, words] of text.matchAll(/mailscope_room\(([^)]*)\)/g)) {
      const name = /\bNAME\s+(\S+)/.exec(words)[1].replace(/^ui_/, 'ui/');
      const depends = /\bDEPENDS\s+([a-z0-9_\s]*)/.exec(words.replace(/TEST_DEPENDS[a-z0-9_\s]*/, ''))?.[1] ?? '';
      for (const other of depends.split(/\s+/).filter(Boolean).map((word) => word.replace(/^ui_/, 'ui/'))) {
        if (!knows[name]?.includes(other)) faults.push(`${file}: ${name} may not depend on ${other}`);
      }
    }
  }
  none(faults);
});

test('arch: no room knows itself by way of another', () => {
  const reaches = (from, to, seen = new Set()) => (knows[from] ?? []).some((next) =>
    next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  none(Object.keys(knows).filter((room) => reaches(room, room)));
});

test('arch: an include is rooted at the checkout, or of the standard library, or of a library that may be seen there', () => {
  const faults = [];
  for (const {file, includes} of all) {
    for (const {name, is_own} of includes) {
      const library = libraries.find((entry) => entry.includes.test(name));
      if (library) {
        if (!library.files.test(file)) faults.push(`${file}: ${library.name} (${name}) may not be seen here`);
      } else if (is_own) {
        // tokens.h is made by tools/tokens in the build folder, for both builds anew.
        if (!/^(sim|ui|tests|build\/fonts)\//.test(name) && name !== 'tokens.h') faults.push(`${file}: "${name}" is not rooted at the checkout`);
      } else if (!/^[a-z0-9_]+$/.test(name) && !is_of_the_system(file, name)) {
        faults.push(`${file}: <${name}> is neither of the standard library nor of a library known to this test`);
      }
    }
  }
  none(faults);
});

test('arch: nothing in sim/ depends on the machine', () => {
  none(banned(product.filter(({file}) => file.startsWith('sim/')), banned_in_sim));
});

test('arch: nothing throws, and names say where they come from', () => {
  none(banned(product, banned_everywhere));
});

test('arch: a file opens by saying what it is, and a header is read once', () => {
  none(product.flatMap(({file, text}) => {
    if (!file.endsWith('.h')) return [];
    return [
      ...(/^\/\/ \S/.test(text) ? [] : [`${file}: does not open with a comment`]),
      ...(/^#pragma once$/m.test(text) ? [] : [`${file}: has no #pragma once`]),
    ];
  }));
});

test('arch: a file has one job', () => {
  const pages = files_below('web').filter((file) => /\.(js|css|html)$/.test(file))
      .map((file) => ({file, lines: fs.readFileSync(file, 'utf8').split('\n').length - 1}));
  none([...all, ...pages].filter(({lines}) => lines > lines_max).map(({file, lines}) => `${file}: ${lines} lines`));
});

test('arch: the top of the tree holds what builds and explains it, nothing else', () => {
  const known = /^(\.clang-format|\.gitignore|\.npmrc|CMakeLists\.txt|CMakePresets\.json|Makefile|README\.md|deps\.lock|package(-lock)?\.json)$/;
  const {stdout} = spawnSync('git', ['ls-files'], {encoding: 'utf8', maxBuffer: 1 << 26});
  none(stdout.split('\n').filter((file) => file && !file.includes('/') && !known.test(file)));
});

test('arch: nothing is left for later, and no test is skipped', () => {
  const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].map((word) => `\\b${word}\\b`).join('|'));
  const skipped = /\bSKIP\(|\[!mayfail\]|\[!shouldfail\]|\[\.[\]a-z]/;
  const files = ['sim', 'ui', 'web', 'tests', 'tools', 'cmake'].flatMap(files_below);
  none(files.filter((file) => /\.(h|cpp|mjs|js|css|html|cmake)$|CMakeLists\.txt$/.test(file)).flatMap((file) => {
    if (file.startsWith('tests/arch/')) return [];
    return fs.readFileSync(file, 'utf8').split('\n').flatMap((line, i) =>
      later.test(line) || skipped.test(line) || /\b(test|it|describe)\.(skip|todo|only)\(/.test(line) ?
        [`${file}:${i + 1}: ${line.trim()}`] : []);
  }));
});

test('arch: every test says its room and its claim', () => {
  none(all.filter(({file}) => file.startsWith('tests/')).flatMap(({file, text}) =>
    [...text.matchAll(/^(?:TEST_CASE|SCENARIO)\(\s*"([^"]*)"/gm)].filter(([, name]) => !/^[^:]+: \S/.test(name))
        .map(([, name]) => `${file}: "${name}" is not "room: the claim in words"`)));
});

test('arch: the reader of sources sees code, not words', () => {
  assert.equal(code_of('a; // double\nb; /* float\n */ c("double", \'x\');').replace(/ +/g, ' '), 'a; \nb; \n c( , );');
  assert.equal(code_of('R"(throw "x" )" + 1\'000').replace(/ +/g, ' '), ' + 1\'000');
});

function banned(files, rules) {
  const is_excepted = ({file}, pattern) => exceptions.some(([of, word]) => of === file && pattern.test(word));
  return rules.flatMap(({pattern, why}) => files.filter((source) => !is_excepted(source, pattern))
      .flatMap((source) => lines_with(source, pattern).map((line) => `${line}   (${why})`)));
}

// The machine's own calls are the business of the command line, and of tests that talk to another program.
function is_of_the_system(file, name) {
  return /^(sys|netinet|arpa)\/|^(fcntl|malloc|poll|signal|unistd)\.h$/.test(name) && /^(sim\/cli|tests)\//.test(file);
}

function none(faults) {
  assert.equal(faults.length, 0, `\n  ${faults.join('\n  ')}\n`);
}
