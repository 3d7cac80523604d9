// Saves the form as one types: one request at a time, only what changed, retried until acknowledged.
const PAUSE = 800;
const RETRY_FIRST = 4 * 1000;
const RETRY_MOST = 60 * 1000;

export class Saver {
  // `values()` gives all texts, `readable(code, text)` whether the server would take one.
  constructor({ url, token, version, draft, values, readable, onState, onSaved, onConflict }) {
    Object.assign(this, { url, token, version, draft, values, readable, onState, onSaved, onConflict });
    this.acknowledged = values();
    this.stopped = false;
    this.running = null;
    this.timer = 0;
    this.wait = RETRY_FIRST;
    this.kept = true;
    this.theirs = null;
    window.addEventListener("online", () => this.soon());
    window.addEventListener("beforeunload", (event) => {
      if (this.pending && !this.kept) event.preventDefault();
    });
  }

  // What the server does not have yet.
  get unsaved() {
    const now = this.values();
    return Object.fromEntries(Object.entries(now).filter(([code, text]) => text !== this.acknowledged[code]));
  }

  get sendable() {
    return Object.fromEntries(Object.entries(this.unsaved).filter(([code, text]) => this.readable(code, text)));
  }

  get pending() {
    return this.running !== null || Object.keys(this.unsaved).length > 0;
  }

  // Texts this browser kept from an earlier, unfinished visit.
  restored() {
    const kept = this.draft.read();
    if (!kept) return {};
    // Saving under the version of that visit lets the server notice what others changed meanwhile.
    this.version = kept.version;
    this.later(0);
    return kept.values;
  }

  changed() {
    this.keep();
    if (this.stopped) return;
    this.onState("saving", "正在输入…");
    this.later(PAUSE);
  }

  soon() {
    if (!this.stopped) this.later(0);
  }

  keep() {
    const left = this.unsaved;
    if (Object.keys(left).length) this.kept = this.draft.write(left, this.version);
    else this.draft.clear();
  }

  later(delay) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), delay);
  }

  // Resolves to true once everything typed is on the server. Callers while a save is under way share it:
  // two requests with one version would be each other's conflict.
  flush() {
    window.clearTimeout(this.timer);
    if (!this.running) {
      this.running = this.drain().finally(() => {
        this.running = null;
      });
    }
    return this.running;
  }

  async drain() {
    for (;;) {
      if (this.stopped) return false;
      const entries = this.sendable;
      if (Object.keys(entries).length === 0) break;
      if (!(await this.send(entries))) return false;
    }
    this.settle();
    return Object.keys(this.unsaved).length === 0;
  }

  // Nothing more to send: say so, or say what is left because it cannot be read.
  settle() {
    const left = Object.keys(this.unsaved).length;
    if (left) this.onState("refused", `${left} 项填得不对，没有保存`);
    else if (this.savedAt) this.onState("saved", `已保存 ${this.savedAt}`);
  }

  async send(entries) {
    this.onState("saving", "正在保存…");
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ version: this.version, values: entries }),
        redirect: "manual",
      });
    } catch {
      return this.retry();
    }
    if (response.ok) return this.arrived(entries, await response.json());
    return response.status >= 500 ? this.retry() : this.refused(response);
  }

  arrived(entries, answer) {
    this.version = answer.version;
    Object.assign(this.acknowledged, entries);
    this.wait = RETRY_FIRST;
    this.savedAt = answer.saved_at;
    this.keep();
    this.onSaved(answer);
    return true;
  }

  retry() {
    this.keep();
    this.onState("retrying", this.kept ? "未保存，正在重试（已留在本机）" : "未保存，正在重试，请勿关闭页面");
    this.later(this.wait);
    this.wait = Math.min(this.wait * 2, RETRY_MOST);
    return false;
  }

  async refused(response) {
    this.keep();
    const answer = await response.json().catch(() => null);
    if (response.status === 409 && answer && answer.values) {
      this.stopped = true;
      this.theirs = answer;
      this.onState("conflict", "别人刚改过这张表");
      this.onConflict(answer);
    } else {
      const expired = "登录可能已过期，请重新登录后继续，内容已留在本机";
      this.onState("refused", `未保存：${answer && answer.message ? answer.message : expired}`);
    }
    return false;
  }

  // After a conflict: keep one's own texts, or take the server's. Returns what to show.
  resolve(mine) {
    if (!this.theirs) return {};
    const { version, values } = this.theirs;
    const own = this.unsaved;
    this.theirs = null;
    this.stopped = false;
    this.version = version;
    for (const code of Object.keys(this.acknowledged)) this.acknowledged[code] = values[code] || "";
    this.onSaved({ version });
    if (!mine) this.draft.clear();
    this.later(0);
    return mine ? { ...this.acknowledged, ...own } : this.acknowledged;
  }
}
