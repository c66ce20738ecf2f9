// The words of the page itself, for what happens before, beside or without the program: English here, the other
// languages from ui/text/po by way of languages.js, which tools/site makes. What the program shows has its words there, too.
import {languages} from './languages.js';

const mark = (english) => english;  // for xgettext

const words = {
  loading: mark('Loading {done} of {all} kB …'),
  noWasm: mark('This browser cannot run WebAssembly, which Mailscope is made of. Any browser since 2018 can; in some, a strict security setting switches it off.'),
  noWebgl: mark('This browser offers no WebGL 2, so there is no picture. The text view below has all of it: story, dialogue, questions, knobs.'),
  failed: mark('Loading has failed: {why}. Check the connection and load the page again.'),
  lost: mark('The graphics context was lost; the text view goes on.'),
  lessonFailed: mark('The lesson could not be fetched: {why}.'),
  brokenLink: mark('The link is damaged, perhaps cut in two; here is the first lesson.'),
  text: mark('Text view'),
  picture: mark('Picture'),
  close: mark('Close'),
  search: mark('Find an action or a lesson'),
  findStep: mark('Find a step'),
  nothing: mark('Nothing is called so.'),
  files: mark('Files'),
  open: mark('Open a file …'),
  dropHere: mark('or drop it anywhere on the page: a lesson (JSON), a trace (JSON lines), a capture (pcap, pcapng).'),
  live: mark('It is read again whenever it changes.'),
  faults: mark('What is wrong with {name}'),
  fine: mark('{name} is open.'),
  tooLarge: mark('{name} is larger than 64 MB, more than the page takes. The command line program opens traces of up to 256 MB: mailscope import {name}.'),
  emptyFile: mark('{name} is empty.'),
  otherKind: mark('{name} is none of what can be opened here: a lesson (JSON), a trace (JSON lines), a capture (pcap, pcapng).'),
  save: mark('Save'),
  saveTrace: mark('This run as a trace'),
  savePcapng: mark('As a capture for Wireshark, with its keys'),
  saveSvg: mark('The ladder as SVG'),
  savePng: mark('The ladder as PNG'),
  saveSheet: mark('A worksheet (Markdown)'),
  saveScorm: mark('For Moodle (SCORM)'),
  packing: mark('The package is being made …'),
  packed: mark('{file} is made: in Moodle, add it as an activity of the kind “SCORM package”.'),
  notPacked: mark('The package could not be made: {why}. Check the connection and try again.'),
  noLesson: mark('Only a lesson can become a package, and none is open here.'),
  isPackage: mark('This page is such a package already.'),
  noLms: mark('This lesson was made for a learning system, and there is none around it: your marks are told to nobody.'),
  notices: mark('Notices so far'),
  noNotices: mark('Nothing has been said yet.'),
  progress: mark('Progress'),
  saveProgress: mark('Export my progress'),
  loadProgress: mark('Import progress …'),
  reset: mark('Forget my progress'),
  sure: mark('Really forget all of it?'),
  settings: mark('Settings'),
  size: mark('Size of the text'),
  small: mark('normal'),
  large: mark('large'),
  largest: mark('very large'),
  tour: mark('Show the tour again'),
  copied: mark('Copied.'),
  notCopied: mark('The browser does not allow copying here.'),
  update: mark('A new version is here.'),
  reload: mark('Load it'),
  notes: mark('Notes'),
  next: mark('Next'),
  skip: mark('Skip the tour'),
  done: mark('Begin'),
  popup: mark('The browser has blocked the second window.'),
  tours: [
    mark('Here mail travels between computers. Each dot on the bar above is one step; drag it to go back and forth.'),
    mark('Press the arrow keys → and ←, or these buttons, to go step by step. Space plays it like a film.'),
    mark('Here you read what just happened and why. Now and then there is a question: think before you go on.'),
    mark('What if? Turn a knob and the whole story is run again; what has changed is marked. The list at the top right has everything else.'),
  ],
  promise: mark('A mail system you can see through.'),
  starting: mark('Loading …'),
};

let language = 'en';
const spokenHere = (text) => languages[language]?.sentences[text] || text;
export const knows = (code) => Object.hasOwn(languages, code);
export const speak = (code) => { if (knows(code)) language = code; };
export const spoken = () => language;
// The language that somebody reads whose browser lists these tags, the dearest first.
export const languageFor = (tags) => tags.map((tag) => tag.toLowerCase().split('-')[0]).find(knows) ?? 'en';
// A sentence with its {names} filled in; a list stays a list.
export const say = (key, fields = {}) => Array.isArray(words[key]) ? words[key].map(spokenHere) :
  spokenHere(words[key]).replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? '');
