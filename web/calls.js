// What the page may ask of the program: the functions that ui/shell/page_main.cpp exports, as JavaScript calls them.

// In pieces, since a capture may be large and a call takes few arguments.
function base64(octets) {
  const pieces = [];
  for (let at = 0; at < octets.length; at += 0x6000) pieces.push(btoa(String.fromCharCode(...octets.subarray(at, at + 0x6000))));
  return pieces.join('');
}

// Texts go by way of the heap. The runtime's own way is the stack, which is small, and a dropped file may be large.
function wrapper(program) {
  return (name, result, kinds) => {
    const call = program.cwrap('mailscope_' + name, result, kinds.map(() => 'number'));
    return (...values) => {
      const held = [];
      const given = values.map((value, i) => {
        if (kinds[i] !== 'string') return value;
        const text = String(value ?? ''), octets = program.lengthBytesUTF8(text) + 1, at = program._malloc(octets);
        program.stringToUTF8(text, at, octets);
        held.push(at);
        return at;
      });
      const answer = call(...given);
      held.forEach(program._free);
      return answer;
    };
  };
}

export function callsOf(program) {
  const wrap = wrapper(program);
  const giveCapture = wrap('give_capture', 'string', ['string', 'string']);
  return {
    openWindow: wrap('open_window', 'number', ['number', 'number']),
    resize: wrap('resize', null, ['number', 'number']),
    reduceMotion: wrap('reduce_motion', null, ['number']),
    give: wrap('give', 'string', ['string', 'string']),
    wanted: wrap('wanted', 'string', []),
    act: wrap('act', 'number', ['string', 'string']),
    key: wrap('key', 'number', ['string', 'number']),
    openLink: wrap('open_link', 'string', ['string']),
    mirror: wrap('mirror', 'string', []),
    revision: wrap('revision', 'number', []),
    framesDrawn: wrap('frames_drawn', 'number', []),
    frame: wrap('frame', 'number', ['number']),
    changes: wrap('changes', 'string', []),
    palette: wrap('palette', 'string', []),
    progress: wrap('progress', 'string', []),
    lineFault: wrap('line_fault', 'string', ['string']),
    awaited: wrap('awaited', 'string', []),
    exported: wrap('export', 'string', ['string']),
    giveFile: wrap('give_file', 'string', ['string', 'string']),
    giveCapture: (name, octets) => giveCapture(name, base64(octets)),
    textPlaces: wrap('text_places', 'string', []),
    textScale: wrap('text_scale', null, ['number']),
  };
}
