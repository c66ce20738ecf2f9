// Places of other people on this machine: each an origin of its own, serving what a test says.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

// `answer(path)` gives {type, body}, or nothing for what is not there.
export async function place(answer) {
  const server = http.createServer((request, response) => {
    const found = answer(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    response.writeHead(found ? 200 : 404, {'content-type': found?.type ?? 'text/plain'});
    response.end(found?.body ?? 'There is nothing.');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {origin: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); }};
}

export const html = (body) => ({type: 'text/html; charset=utf-8', body: `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>body { margin: 0 } iframe { width: 1000px; height: 640px; border: 0 }</style>${body}`});

// A folder as systems serve it that know few kinds of files: what is not text of the web is "octets".
export function folder(root) {
  const types = {'.html': 'text/html', '.js': 'application/x-javascript', '.css': 'text/css', '.svg': 'image/svg+xml'};
  return (name) => {
    const file = path.join(root, name);
    if (!fs.statSync(file, {throwIfNoEntry: false})?.isFile()) return undefined;
    return {type: types[path.extname(file)] ?? 'application/octet-stream', body: fs.readFileSync(file)};
  };
}
