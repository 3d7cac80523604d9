// What was typed but not yet acknowledged by the server, kept in this browser so that nothing is lost (I7).
export class Draft {
  constructor(key) {
    this.key = `qinghuan-draft:${key}`;
  }

  read() {
    try {
      return JSON.parse(window.localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  // Forgets what belongs to fields that the page no longer has.
  only(codes) {
    const kept = this.read();
    if (!kept) return;
    this.write(Object.fromEntries(Object.entries(kept.values).filter(([code]) => codes.has(code))), kept.version);
  }

  // Returns false where the browser refuses to store (private window, full disk).
  write(values, version) {
    try {
      window.localStorage.setItem(this.key, JSON.stringify({ values, version }));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    try {
      window.localStorage.removeItem(this.key);
    } catch {
      // Nothing was stored there either.
    }
  }
}
