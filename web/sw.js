// The service worker: keeps every file of one build, and serves them without a network.
//
// tools/site puts the build's files with their hashes in the place of the list below. A file is served from the
// build that was kept whole, so that program, page and lessons always fit each other. The page itself is asked of
// the network first, for a short time: when it is another one than was kept, a newer build stands on the server,
// and this visit takes everything from there; the newer worker installs itself beside, and waits to be asked.
const files = [/* FILES */];  // [path, hash]
const build = 'BUILD';
const patience = 2500;
const cacheName = `mailscope-${build}`;
const hashes = new Map(files);
const base = new URL('./', self.location).href;
let isOutdated = false;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
self.addEventListener('message', (event) => { if (event.data === 'take over') self.skipWaiting(); });
self.addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method !== 'GET' || !request.url.startsWith(base)) return;
  const path = pathOf(request.url);
  if (path === 'index.html') return event.respondWith(page(request));
  if (path === 'files.json') return event.respondWith(fetch(request).catch(list));
  if (hashes.has(path)) event.respondWith(kept(path, request));
});

const pathOf = (url) => decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length)) || 'index.html';

async function sha256(octets) {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', octets))].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

// What an older build has kept of the same file need not be fetched again.
async function keepAll() {
  const cache = await caches.open(cacheName);
  await Promise.all(files.map(async ([path, hash]) => {
    const key = `${base}${path}?${hash}`;
    if (await cache.match(key)) return;
    const known = await caches.match(key);
    if (known) return cache.put(key, known);
    const answer = await fetch(base + path, {cache: 'no-cache'});
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const octets = await answer.clone().arrayBuffer();
    if (await sha256(octets) !== hash) throw new Error(`${path} is of another build`);
    await cache.put(key, answer);
  }));
}

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith('mailscope-') && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

const fromCache = async (path) => (await caches.open(cacheName)).match(`${base}${path}?${hashes.get(path)}`);

// The list of files itself is in no list; without a network this one says what there is.
const list = () => new Response(JSON.stringify({files: files.map(([path, sha256]) => ({path, sha256}))}), {headers: {'content-type': 'application/json'}});

async function page(request) {
  const waiting = new Promise((resolve) => setTimeout(resolve, patience, null));
  const answer = await Promise.race([fetch(request, {cache: 'no-cache'}).catch(() => null), waiting]);
  if (answer?.ok) {
    isOutdated = await sha256(await answer.clone().arrayBuffer()) !== hashes.get('index.html');
    return answer;
  }
  return await fromCache('index.html') ?? answer ?? Response.error();
}

async function kept(path, request) {
  if (isOutdated) {
    const answer = await fetch(request).catch(() => null);
    if (answer?.ok) return answer;
  }
  return await fromCache(path) ?? fetch(request);
}
