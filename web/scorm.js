// A lesson as a package that a learning management system takes in (SCORM 1.2): the whole page, opening that lesson,
// and the manifest that lists it. The page and tools/scorm make the same octets; what the package says to the system
// once it runs there is in lms.js.
//
//   const octets = await packaged({id, title, language, own: {path, text} or null}, read, zipSync);
// `read(path)` gives the octets of a file of the site.

const notNeeded = new Set(['sw.js', 'fflate.js']);  // no worker inside such a system, and no package of a package
const mark = 'name="package" content=""';

export async function packaged(lesson, read, zipSync) {
  const list = JSON.parse(text(await read('files.json'))).files.map(({path}) => path).filter((path) => !notNeeded.has(path));
  const files = new Map();
  for (const path of [...list, 'files.json']) files.set(path, await read(path));
  const page = text(files.get('index.html'));
  if (!page.includes(mark)) throw new Error('index.html');
  const opens = lesson.own ? lesson.own.path : lesson.id;
  files.set('index.html', octets(page.replace(mark, `name="package" content="${lesson.language} ${escaped(opens)}"`)));
  if (lesson.own) files.set(lesson.own.path, octets(lesson.own.text));
  const names = [...files.keys()].sort();
  const tree = {'imsmanifest.xml': octets(manifest(lesson, names))};
  for (const name of names) tree[name] = files.get(name);
  // The same package has the same octets whenever it is made; the hour is the zone's own in a zip's header.
  return zipSync(tree, {level: 9, mtime: new Date(2026, 0, 1)});
}

// Where a trainer's own lesson lies in its package. The program calls it "file-…", with a plain name.
export const ownPath = (id) => `own/${id.replace(/^file-/, '')}.json`;

// What an index.html says of the package that it is in; null when it is in none.
export function packageIn(document) {
  const found = /^(\w+) (\S+)$/.exec(document.querySelector('meta[name="package"]')?.content ?? '');
  if (!found) return null;
  const [, language, opens] = found, own = /^own\/(.+)\.json$/.exec(opens);
  return {language, opens, isOwn: own !== null, lesson: own ? `file-${own[1]}` : opens};
}

export function manifest({id, title, language}, names) {
  const name = escaped(title.trim() || id);
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="mailscope-${escaped(id)}" version="1.0" xml:lang="${escaped(language)}"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="mailscope">
    <organization identifier="mailscope">
      <title>${name}</title>
      <item identifier="lesson" identifierref="page">
        <title>${name}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
${names.map((path) => `      <file href="${escaped(encodeURI(path))}"/>`).join('\n')}
    </resource>
  </resources>
</manifest>
`;
}

const text = (bytes) => new TextDecoder().decode(bytes);
const octets = (string) => new TextEncoder().encode(string);
// What XML forbids altogether is left out.
const escaped = (string) => string.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);
