// Saves the form as one types: one request at a time, only what changed, retried until acknowledged.
const PAUSE = 800;
const RETRY_FIRST = 4 * 1000;
const RETRY_MOST = 60 * 1000;
const staleDraft = (subject) => ({
  saved_at: "",
  message: `本机留有上次没有保存的内容，而${subject}之后又改过。请决定采用哪一份。`,
});

export class Saver {
  // `values()` gives all texts, `readable(code, text)` whether the server would take one. `pause` is how long
  // one must stop typing before it is saved, `subject` what the page calls the thing that is filled in, `also`
  // what is sent besides the version and the texts.
  constructor({ pause = PAUSE, subject = "这张表", also = {}, ...options }) {
    Object.assign(this, { pause, subject, also, ...options });
    this.acknowledged = this.values();
    this.turnedDown = {};
    this.stopped = false;
    this.running = null;
    this.timer = 0;
    this.wait = RETRY_FIRST;
    this.kept = true;
    this.theirs = null;
    this.savedAt = "";
    window.addEventListener("online", () => this.soon());
    window.addEventListener("beforeunload", (event) => {
      if (this.pending && !this.kept) event.preventDefault();
    });
  }

  // What the server does not have yet.
  get unsaved() {
    return this.differing(this.values());
  }

  get sendable() {
    const sendable = ([code, text]) => this.readable(code, text) && this.turnedDown[code] !== text;
    return Object.fromEntries(Object.entries(this.unsaved).filter(sendable));
  }

  get pending() {
    return this.running !== null || Object.keys(this.unsaved).length > 0;
  }

  // Takes up what this browser kept from an earlier, unfinished visit; `show` puts texts into the form.
  restore(show) {
    const kept = this.draft.read();
    const left = kept ? this.differing(kept.values) : {};
    if (Object.keys(left).length === 0) {
      this.draft.clear();
      return;
    }
    show(left);
    if (kept.version === this.version) this.later(0);
    else this.ask({ ...staleDraft(this.subject), version: this.version, values: this.acknowledged }, Object.keys(left));
  }

  // Those of `texts` that the server does not have.
  differing(texts) {
    return Object.fromEntries(Object.entries(texts).filter(([code, text]) => text !== this.acknowledged[code]));
  }

  // Fields that now belong to something else: what was known of them says nothing any more.
  forget(belongs) {
    for (const code of Object.keys(this.acknowledged).filter(belongs)) delete this.acknowledged[code];
  }

  changed() {
    this.keep();
    if (this.stopped) return;
    this.onState("saving", "正在输入…");
    this.later(this.pause);
  }

  soon() {
    if (!this.stopped && Object.keys(this.unsaved).length) this.later(0);
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

  // Something else that changes the version: never while a save is under way, and none begins meanwhile.
  // `task` is given the version and resolves to the one that stands afterwards.
  async between(task) {
    while (this.running) await this.running;
    this.running = task(this.version)
      .then((version) => {
        this.version = version;
        return Object.keys(this.unsaved).length === 0;
      })
      .finally(() => {
        this.running = null;
        this.soon();
      });
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
    else this.onState("saved", `已保存 ${this.savedAt}`.trim());
  }

  async send(entries) {
    this.onState("saving", "正在保存…");
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...this.also, version: this.version, values: entries }),
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
    // The server takes field by field: one it turns down is sent again only once it has been changed.
    const refused = answer.refused || {};
    for (const [code, text] of Object.entries(entries)) {
      if (code in refused) this.turnedDown[code] = text;
      else this.acknowledged[code] = text;
    }
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
    if (response.status === 409 && answer && answer.values) return this.meet(answer);
    const expired = "登录可能已过期，请重新登录后继续，内容已留在本机";
    this.onState("refused", `未保存：${answer && answer.message ? answer.message : expired}`);
    return false;
  }

  // Somebody was quicker (or our own answer got lost). Only fields that both sides changed need a decision.
  meet(answer) {
    const theirs = (code) => answer.values[code] || "";
    const clashing = Object.entries(this.unsaved)
      .filter(([code, mine]) => theirs(code) !== this.acknowledged[code] && theirs(code) !== mine)
      .map(([code]) => code);
    if (clashing.length) {
      this.ask(answer, clashing);
      return false;
    }
    this.adopt(answer, this.unsaved);
    return true;
  }

  ask(answer, codes) {
    this.stopped = true;
    this.theirs = answer;
    this.onState("conflict", "有改动要您决定");
    this.onConflict(answer, codes);
  }

  // After a conflict: keep one's own texts, or take the server's.
  resolve(mine) {
    if (!this.theirs) return;
    const answer = this.theirs;
    this.theirs = null;
    this.stopped = false;
    this.adopt(answer, mine ? this.unsaved : {});
    this.later(0);
  }

  // The server's texts become the ground to stand on, `own` ones on top of it.
  adopt({ version, values, saved_at: savedAt }, own) {
    this.version = version;
    this.savedAt = savedAt;
    for (const code of Object.keys(this.acknowledged)) this.acknowledged[code] = values[code] || "";
    this.onMerged({ ...this.acknowledged, ...own }, version);
    this.keep();
  }
}
