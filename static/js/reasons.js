// Reasons for what the rules find strange: stored as one leaves the box or pauses, after the figures themselves.
const PAUSE = 1500;

export class Reasons {
  // `boxes` is where the boxes are, `onSaved` takes the server's answer, `onState` tells the person.
  constructor({ boxes, url, token, saver, onSaved, onState }) {
    Object.assign(this, { boxes, url, token, saver, onSaved, onState });
    this.stored = new Map();
    this.timer = 0;
    this.under = Promise.resolve(true);
    this.all().forEach((box) => this.stored.set(box.dataset.reason, box.value.trim()));
    const own = (event) => event.target.matches("[data-reason]");
    boxes.addEventListener("input", (event) => {
      if (own(event)) this.later();
    });
    boxes.addEventListener("change", (event) => {
      if (own(event)) this.flush();
    });
  }

  all() {
    return [...this.boxes.querySelectorAll("[data-reason]")];
  }

  get unsaved() {
    return this.all().filter((box) => box.value.trim() !== (this.stored.get(box.dataset.reason) || ""));
  }

  get pending() {
    return this.unsaved.length > 0;
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), PAUSE);
  }

  // What the server has by now: figures that changed have made another finding of some.
  heard(findings) {
    for (const finding of findings) if (finding.kind === "reason") this.stored.set(finding.key, finding.reason);
  }

  // True once every reason is on the server; calls made meanwhile wait for each other.
  flush() {
    window.clearTimeout(this.timer);
    this.under = this.under.then(() => this.drain());
    return this.under;
  }

  async drain() {
    for (const box of this.unsaved) {
      if (!(await this.send(box.dataset.reason, box.value.trim()))) return false;
    }
    return true;
  }

  // A reason answers the finding about what is stored: the figures go first.
  async send(key, text) {
    if (!(await this.saver.flush())) return false;
    let arrived = false;
    await this.saver.between(async (version) => {
      const answer = await this.post({ version, key, text });
      if (!answer) return version;
      arrived = true;
      this.stored.set(key, text);
      this.onSaved(answer);
      this.onState("saved", `已保存 ${answer.saved_at}`);
      return answer.version;
    });
    return arrived;
  }

  async post(body) {
    this.onState("saving", "正在保存…");
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
      const response = await fetch(this.url, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
      const answer = await response.json();
      if (response.ok) return answer;
      this.onState("refused", `原因未保存：${answer.message}`);
    } catch {
      this.onState("retrying", "原因未保存，请检查网络后再点一次该处");
    }
    return null;
  }
}
