// The page in the frame of another page, which may open lessons in it and is told how they go (docs/PAGE.md).
//
//   in:  "PING" · {open: "open-relay/3/en"}            out: "PONG" · {progress: {…}} · {fault: "…"}
// Only the page right above is listened to, and only when its origin is the one that the frame's address names
// (?parent=https://school.example), or our own. What it is told goes to that origin alone.

// The origin that may talk to us; null: nobody.
export function parentOrigin(place) {
  if (place.parent === place) return null;
  const named = new URLSearchParams(place.location.search).get('parent');
  if (named === null) return place.location.origin;
  try {
    const {origin, protocol} = new URL(named);
    return ['https:', 'http:'].includes(protocol) ? origin : null;
  } catch {
    return null;
  }
}

export class Embedding {
  // `open(link)` gives what is wrong with the link, "" when nothing is.
  constructor(place, open) {
    Object.assign(this, {place, open, origin: parentOrigin(place), isHeard: false, told: '', progress: null});
    if (this.origin) place.addEventListener('message', (event) => this.hear(event));
  }

  async hear({source, origin, data}) {
    if (source !== this.place.parent || origin !== this.origin) return;
    if (data === 'PING') {
      this.isHeard = true;
      this.say('PONG');
      this.told = '';
      if (this.progress) this.tell(this.progress);
    } else if (this.isHeard && typeof data?.open === 'string') {
      const fault = await this.open(data.open);
      if (fault) this.say({fault});
    }
  }

  say(message) { this.place.parent.postMessage(message, this.origin); }

  // After every change; said when it differs from what was said.
  tell(progress) {
    this.progress = progress;
    const text = JSON.stringify(progress);
    if (!this.isHeard || text === this.told) return;
    this.told = text;
    this.say({progress});
  }
}
