// Fetching with a progress that tells the truth: sizes come from files.json, written when the site was built,
// since the content-length of a compressed answer is not the number of octets that arrive.

const parts = ['mailscope_page.js', 'mailscope_page.wasm', 'scenarios/index.json', 'summaries.json'];

async function fetched(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return answer;
}

export const loadText = async (path) => (await fetched(path)).text();

// The octets of a file, with each piece counted as it comes.
async function counted(path, count) {
  const answer = await fetched(path);
  if (!answer.body) {
    const whole = await answer.arrayBuffer();
    count(whole.byteLength);
    return new Uint8Array(whole);
  }
  const pieces = [];
  const reader = answer.body.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    pieces.push(value);
    count(value.byteLength);
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

// `tell(done, all)`: octets; `lists(index, summaries)`: the lists of lessons, as soon as they are here.
export async function loadProgram(canvas, tell, lists) {
  // Without a network the files are at hand and their list is not: then there is nothing to wait for.
  const list = await loadText('files.json').then((text) => JSON.parse(text).files, () => []);
  const all = parts.reduce((sum, part) => sum + (list.find((file) => file.path === part)?.bytes ?? 0), 0);
  let done = 0;
  const count = (octets) => { if (all > 0) tell(Math.min(done += octets, all), all); };
  count(0);
  const text = (octets) => new TextDecoder().decode(octets);
  const coming = parts.map((part) => counted(part, count));
  Promise.all(coming.slice(2)).then((both) => lists(...both.map(text)), () => {});  // its failure is told below
  const [script, wasm, index, summaries] = await Promise.all(coming);
  await evaluated(script);
  const program = await globalThis.createMailscope({
    canvas,
    wasmBinary: wasm,
    print: (line) => console.log(line),
    printErr: (line) => console.warn(line),
  });
  return {program, index: text(index), summaries: text(summaries)};
}

// The script is here already: run it as a script of the page.
function evaluated(octets) {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([octets], {type: 'text/javascript'}));
    const element = document.createElement('script');
    element.src = address;
    element.onload = () => { URL.revokeObjectURL(address); resolve(); };
    element.onerror = () => reject(new Error('mailscope_page.js does not run'));
    document.head.append(element);
  });
}
