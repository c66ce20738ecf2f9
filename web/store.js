// What the browser keeps for a learner: survives a blocked localStorage, and then simply keeps nothing.
const prefix = 'mailscope.';
let apart = null;  // what is kept in memory alone

export const store = {
  get(key) {
    if (apart?.has(key)) return apart.get(key);
    try { return localStorage.getItem(prefix + key); } catch { return null; }
  },
  set(key, value) {
    if (apart?.has(key)) return Boolean(apart.set(key, value));
    try { localStorage.setItem(prefix + key, value); return true; } catch { return false; }
  },
  remove(key) { try { localStorage.removeItem(prefix + key); } catch { /* it was not kept either */ } },
  // True when nothing of ours has ever been kept here.
  isNew() { try { return !Object.keys(localStorage).some((key) => key.startsWith(prefix)); } catch { return true; } },
  // From now on these keys are neither read from the browser nor written to it: where several people share one
  // browser and somebody else keeps what each has done.
  keepApart(keys) { apart = new Map(keys.map((key) => [key, null])); },
};
