// Numbers that have to be settled: asked of the server while one writes, underlined, listed, replaced or kept.
import { rangeOf, textOf, typedNumbers, written } from "./circular_blocks.js";

const PAUSE = 600;
const list = document.getElementById("findings");
const state = document.getElementById("check-state");
const dialog = document.getElementById("accept");

export class Numbers {
  // `blocks()` are those of the page; `replace(block, range, key)` puts a figure where a number stands;
  // `saved()` resolves to true once the text is on the server.
  constructor({ paper, token, blocks, replace, saved }) {
    Object.assign(this, { paper, token, blocks, replace, saved });
    this.found = [];
    this.seen = new Map();
    this.turn = 0;
    this.timer = 0;
    list.addEventListener("click", (event) => this.pressed(event));
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.accept();
    });
  }

  changed() {
    this.underline();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const blocks = this.blocks();
    const seen = new Map(blocks.map((block) => [block.dataset.id, textOf(block)]));
    this.turn += 1;
    const turn = this.turn;
    this.say("", "正在核对…");
    const answer = await this.send(this.paper.dataset.checkUrl, JSON.stringify({ blocks: written(blocks) }), "application/json");
    if (turn !== this.turn) return;
    if (!answer.findings) {
      this.say("status-amber", answer.message || "暂时核对不了");
      return;
    }
    this.found = answer.findings;
    this.seen = seen;
    this.underline();
    this.show();
  }

  async send(url, body, type) {
    const headers = { "X-CSRFToken": this.token, Accept: "application/json" };
    if (type) headers["Content-Type"] = type;
    try {
      const response = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
      return await response.json().catch(() => ({ message: "没有办成，请刷新页面后再试" }));
    } catch {
      return { message: "连不上服务器，稍后再核对" };
    }
  }

  // What the server has judged is marked as it said; in lines changed since, every typed number is.
  underline() {
    if (!window.CSS.highlights) return;
    const open = [];
    const fresh = [];
    for (const block of this.blocks()) {
      if (block.hasAttribute("data-locked")) continue;
      if (this.seen.get(block.dataset.id) === textOf(block)) {
        const here = this.found.filter((each) => each.block === block.dataset.id && !each.accepted.length);
        open.push(...here.map((each) => rangeOf(block, each.start, each.end)).filter(Boolean));
      } else {
        fresh.push(...typedNumbers(block));
      }
    }
    window.CSS.highlights.set("number-open", new window.Highlight(...open));
    window.CSS.highlights.set("number-fresh", new window.Highlight(...fresh));
  }

  say(tone, words) {
    // On a phone the list stands below the paper: the bar over it tells the count, too.
    for (const place of [state, document.getElementById("check-short")]) {
      place.className = `status ${tone}`;
      place.textContent = words;
    }
  }

  show() {
    const open = this.found.filter((each) => !each.accepted.length).length;
    if (open) this.say("status-red", `${open} 处待处理`);
    else this.say("status-green", "全部数字有据");
    list.replaceChildren(...this.found.map((each, place) => this.row(each, place)));
  }

  row(each, place) {
    const row = document.createElement("li");
    row.className = "number-item";
    row.dataset.place = place;
    const head = document.createElement("p");
    const number = document.createElement("b");
    number.textContent = each.text;
    head.append(number, ` ${each.verdict}`);
    const why = document.createElement("p");
    why.textContent = each.reason;
    const acts = document.createElement("div");
    acts.className = "acts";
    acts.append(button("定位", { act: "find" }));
    for (const offer of each.offers) acts.append(button(`换成指标 ${offer.label} ${offer.text}`, { act: "offer", key: offer.key }));
    row.append(head, why);
    if (each.accepted.length) {
      const kept = document.createElement("p");
      kept.className = "text-green";
      kept.textContent = `${each.accepted[0]}保留：${each.accepted[1]}`;
      row.append(kept);
    } else {
      acts.append(button("写明理由并保留", { act: "keep" }));
    }
    row.append(acts);
    return row;
  }

  pressed(event) {
    const pressed = event.target.closest("[data-act]");
    if (!pressed) return;
    const each = this.found[Number(pressed.closest("[data-place]").dataset.place)];
    const block = this.blocks().find((candidate) => candidate.dataset.id === each.block);
    const range = block && this.seen.get(each.block) === textOf(block) ? rangeOf(block, each.start, each.end) : null;
    if (pressed.dataset.act === "keep") this.askWhy(each);
    else if (!range) this.changed();
    else if (pressed.dataset.act === "offer") this.replace(block, range, pressed.dataset.key);
    else this.go(block, range);
  }

  go(block, range) {
    block.scrollIntoView({ block: "center" });
    block.querySelector(".ed-words").focus({ preventScroll: true });
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  askWhy(each) {
    this.asked = each;
    dialog.querySelector("[data-subject]").textContent = `${each.text}：${each.reason}`;
    dialog.querySelector("[data-error]").hidden = true;
    dialog.querySelector("textarea").value = "";
    dialog.showModal();
  }

  async accept() {
    const error = dialog.querySelector("[data-error]");
    const refuse = (words) => {
      error.textContent = words;
      error.hidden = false;
    };
    if (!(await this.saved())) {
      refuse("文稿还没有保存上，请先看上方的保存情况。");
      return;
    }
    const body = new URLSearchParams({ key: this.asked.key, reason: dialog.querySelector("textarea").value });
    const answer = await this.send(this.paper.dataset.acceptUrl, body);
    if (answer.message) {
      refuse(answer.message);
      return;
    }
    dialog.close();
    this.ask();
  }
}

function button(words, data) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-small";
  made.textContent = words;
  Object.assign(made.dataset, data);
  return made;
}
