// What the loader can say of a file is known to the catalogues: each piece of English in its sources stands in a
// sentence of ui/text/fault_sentences.cpp or fault_names.cpp. (What the language's parts are called is asked of the
// shapes themselves: tests/ui/shell/fault_text_test.cpp.)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

const sources = [
  'sim/scenario/located_json.cpp', 'sim/scenario/located.cpp', 'sim/scenario/shape.cpp', 'sim/scenario/load.cpp',
  'sim/scenario/check_world.cpp', 'sim/scenario/check_acts.cpp', 'sim/scenario/check_lesson.cpp',
  'sim/scenario/check_texts.cpp', 'sim/scenario/scenario.cpp', 'sim/scenario/fault.cpp', 'sim/dns/zone.cpp',
  'sim/dns/zone_text_data.cpp', 'sim/dns/zone_text_record.cpp', 'sim/dns/dns_name.cpp', 'sim/export/trace_reader_json.cpp',
];

// The texts of a source, neighbours joined as the compiler joins them; comments and includes left out.
function texts(file) {
  const source = fs.readFileSync(file, 'utf8').replace(/^#.*$/gm, '');
  const token = /\/\/.*|'(?:[^'\\]|\\.)'|"((?:[^"\\\n]|\\.)*)"|\S/g;
  const found = [];
  let joined = null;
  for (const [whole, text] of source.matchAll(token)) {
    if (text !== undefined) joined = (joined ?? '') + text;
    else if (!whole.startsWith('//') && joined !== null) {
      found.push(joined);
      joined = null;
    }
  }
  return found.map((text) => text.replaceAll('\\"', '"').replaceAll('\\\\', '\\'));
}

const sentences = [...texts('ui/text/fault_sentences.cpp'), ...texts('ui/text/fault_names.cpp')];

// A whole sentence with its gaps filled, as ui/text/fault_text.cpp reads it.
function isSentence(text) {
  return sentences.some((sentence) => {
    if (sentence === text) return true;
    const gap = /^(.*?)\{(\w+)\}$/.exec(sentence);  // one that ends in a gap
    if (!gap || gap[1].includes('{') || !text.startsWith(gap[1])) return false;
    const filling = text.slice(gap[1].length);
    if (gap[2] === 'thing') return sentences.includes(filling);
    if (gap[2] === 'example') return /^[{["]/.test(filling);
    return gap[2] !== 'list';
  });
}

const isKnown = (text) => sentences.some((sentence) => sentence.includes(text)) || isSentence(text);

test('faults: each piece of English in what reads files stands in a sentence that is translated', () => {
  let pieces = 0;
  const missing = [];
  for (const file of sources) {
    for (const text of texts(file)) {
      // Two words at least: keys and single words are no sentences.
      if (!/[a-z]+ [a-z]+/i.test(text)) continue;
      pieces += 1;
      if (!isKnown(text.trim())) missing.push(`${file}: ${text}`);
    }
  }
  assert.ok(pieces > 120, `${pieces} pieces were found`);
  assert.deepEqual(missing, []);
});
