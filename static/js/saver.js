// Saves the form as one types: one request at a time, the newest values last, retried until acknowledged.
const PAUSE = 800;
const RETRY_FIRST = 4 * 1000;
const RETRY_MOST = 60 * 1000;

const clock = () => {
  const now = new Date();
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
};

export class Saver {
  constructor({ url, token, version, draft, values, onState, onVersion, onConflict }) {
    Object.assign(this, { url, token, version, draft, values, onState, onVersion, onConflict });
    this.dirty = false;
    this.stopped = false;
    this.running = null;
    this.timer = 0;
    this.wait = RETRY_FIRST;
    this.theirs = null;
    window.addEventListener("online", () => this.soon());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.kept) event.preventDefault();
    });
  }

  get pending() {
    return this.dirty || this.running !== null;
  }

  // Values this browser kept from an earlier, unfinished visit, if any.
  restored(current) {
    const kept = this.draft.read();
    if (!kept) return {};
    const differing = Object.entries(kept.values).filter(([code, text]) => code in current && current[code] !== text);
    if (differing.length === 0) {
      this.draft.clear();
      return {};
    }
    // Saving under the version of that visit lets the server notice what others changed meanwhile.
    this.version = kept.version;
    this.dirty = true;
    this.kept = true;
    this.later(0);
    return Object.fromEntries(differing);
  }

  changed() {
    this.dirty = true;
    this.kept = this.draft.write(this.values(), this.version);
    if (!this.stopped) {
      this.onState("saving", "正在输入…");
      this.later(PAUSE);
    }
  }

  soon() {
    if (this.dirty && !this.stopped) this.later(0);
  }

  later(delay) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), delay);
  }

  // Resolves to true once everything typed so far is on the server.
  async flush() {
    window.clearTimeout(this.timer);
    if (this.running) await this.running;
    if (!this.dirty) return true;
    if (this.stopped) return false;
    this.running = this.send();
    const arrived = await this.running;
    this.running = null;
    return arrived && this.dirty ? this.flush() : arrived;
  }

  async send() {
    const sent = this.values();
    this.dirty = false;
    this.onState("saving", "正在保存…");
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ version: this.version, values: sent }),
        redirect: "manual",
      });
    } catch {
      return this.retry();
    }
    if (response.ok) return this.arrived(await response.json());
    if (response.status >= 500) return this.retry();
    return this.refused(response);
  }

  arrived({ version }) {
    this.version = version;
    this.onVersion(version);
    this.wait = RETRY_FIRST;
    if (!this.dirty) this.draft.clear();
    this.onState("saved", `已保存 ${clock()}`);
    return true;
  }

  retry() {
    this.dirty = true;
    this.kept = this.draft.write(this.values(), this.version);
    this.onState("retrying", this.kept ? "未保存，正在重试（已留在本机）" : "未保存，正在重试，请勿关闭页面");
    this.later(this.wait);
    this.wait = Math.min(this.wait * 2, RETRY_MOST);
    return false;
  }

  async refused(response) {
    this.dirty = true;
    this.kept = this.draft.write(this.values(), this.version);
    const answer = await response.json().catch(() => null);
    if (response.status === 409 && answer && answer.values) {
      this.stopped = true;
      this.theirs = answer;
      this.onState("conflict", "别人刚改过这张表");
      this.onConflict(answer);
    } else if (answer && answer.message) {
      this.onState("refused", `未保存：${answer.message}`);
    } else {
      this.onState("refused", "未保存：登录可能已过期，请重新登录后继续，内容已留在本机");
    }
    return false;
  }

  // After a conflict: keep one's own values, or take the server's. Returns the latter to be shown.
  resolve(mine) {
    if (!this.theirs) return null;
    const { version, values } = this.theirs;
    this.theirs = null;
    this.stopped = false;
    this.version = version;
    this.onVersion(version);
    if (mine) {
      this.changed();
      return null;
    }
    this.dirty = false;
    this.draft.clear();
    this.onState("saved", "已换成别人保存的内容");
    return values;
  }
}
