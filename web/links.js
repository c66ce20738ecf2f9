// A link as the address has it: readable while it is short, packed when it is long.
//
//   first-message/12/en?do=drop:alice.14        as the program writes it; a percent sign is escaped once more
//   1.eJx…                                      the same, deflated, in base64url; the digit is the form's version
// Decoders of old versions stay for ever.
const longest = 700;

const encode = (octets) => btoa(String.fromCharCode(...octets)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const decode = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const through = async (octets, stream) => new Uint8Array(await new Response(new Blob([octets]).stream().pipeThrough(stream)).arrayBuffer());

// What is to stand behind the #.
export const written = (link) => link.replace(/[%\s"<>`#]/g, encodeURIComponent);
export const isPacked = (text) => /^\d\./.test(text);

// Any text as one short word; the digit before the dot is the form's version, 0 where the browser cannot deflate.
export async function deflated(text) {
  const octets = new TextEncoder().encode(text);
  if (typeof CompressionStream !== 'function') return '0.' + encode(octets);
  return '1.' + encode(await through(octets, new CompressionStream('deflate-raw')));
}

// Rejects when the word is damaged.
export async function inflated(word) {
  if (!/^[01]\./.test(word)) throw new Error(`form ${word[0]}`);
  const octets = decode(word.slice(2));
  return new TextDecoder('utf-8', {fatal: true}).decode(word[0] === '0' ? octets : await through(octets, new DecompressionStream('deflate-raw')));
}

export async function packed(link) {
  return link.length <= longest || typeof CompressionStream !== 'function' ? written(link) : deflated(link);
}

// The program's link; rejects when the text is damaged.
export async function unpacked(text) {
  if (!isPacked(text)) return text;
  return inflated(text);
}

// As the address has it now; a broken escape is left as it is.
export function inAddress() {
  const text = location.hash.slice(1);
  try { return decodeURIComponent(text); } catch { return text; }
}
