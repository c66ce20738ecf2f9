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

export async function packed(link) {
  if (link.length <= longest || typeof CompressionStream !== 'function') return written(link);
  return '1.' + encode(await through(new TextEncoder().encode(link), new CompressionStream('deflate-raw')));
}

// The program's link; rejects when the text is damaged.
export async function unpacked(text) {
  if (!isPacked(text)) return text;
  if (text[0] !== '1') throw new Error(`form ${text[0]}`);
  return new TextDecoder('utf-8', {fatal: true}).decode(await through(decode(text.slice(2)), new DecompressionStream('deflate-raw')));
}

// As the address has it now; a broken escape is left as it is.
export function inAddress() {
  const text = location.hash.slice(1);
  try { return decodeURIComponent(text); } catch { return text; }
}
