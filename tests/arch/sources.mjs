// The project's C++ files as the architecture's rules see them: room, includes, code without words.
//
// Knows no rule. `sources()` reads the tree once; run from the top of the checkout.
import fs from 'node:fs';
import path from 'node:path';

export function sources() {
  return ['sim', 'ui', 'tests'].flatMap(files_below).filter((file) => /\.(h|cpp)$/.test(file)).map(read);
}

export function files_below(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? files_below(name) : [name];
  }).sort();
}

// "sim/smtp/x.h" is in the room "smtp", "ui/model/x.h" in "ui/model"; a test is in no room.
export function room_of(file) {
  const [top, name, ...rest] = file.split('/');
  if (rest.length === 0) return undefined;
  return top === 'sim' ? name : top === 'ui' ? `ui/${name}` : undefined;
}

function read(file) {
  const text = fs.readFileSync(file, 'utf8');
  const includes = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)].map(
      ([, quote, name]) => ({name, is_own: quote === '"'}));
  return {file, room: room_of(file), text, lines: text.split('\n').length - 1, includes, code: code_of(text)};
}

// The text with comments and literals blanked, line ends kept, so that a rule about words sees only code.
export function code_of(text) {
  const parts = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^\s()\\]*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'/g;
  return text.replace(parts, (part) => part.replace(/[^\n]/g, ' '));
}

// "file:12: the line" for every line of code that matches.
export function lines_with(source, pattern) {
  return source.code.split('\n').flatMap((line, i) =>
    pattern.test(line) ? [`${source.file}:${i + 1}: ${source.text.split('\n')[i].trim()}`] : []);
}
