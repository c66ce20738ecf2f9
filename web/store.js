// What the browser keeps for a learner: survives a blocked localStorage, and then simply keeps nothing.
const prefix = 'mailscope.';

export const store = {
  get(key) { try { return localStorage.getItem(prefix + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(prefix + key, value); return true; } catch { return false; } },
  remove(key) { try { localStorage.removeItem(prefix + key); } catch { /* it was not kept either */ } },
  // True when nothing of ours has ever been kept here.
  isNew() { try { return !Object.keys(localStorage).some((key) => key.startsWith(prefix)); } catch { return true; } },
};
