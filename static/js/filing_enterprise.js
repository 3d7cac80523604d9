// Choosing an enterprise: search as one types, by keyboard or touch; one that is missing is registered on the spot.
const PAUSE = 250;

export class Combo {
  constructor(input, hidden, { token, onChosen }) {
    Object.assign(this, { input, hidden, token, onChosen });
    this.list = document.getElementById("enterprise-found");
    this.note = document.querySelector("[data-enterprise-note]");
    this.name = input.defaultValue;
    this.found = [];
    this.active = -1;
    this.asked = 0;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => window.setTimeout(() => this.leave(), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const entry = event.target.closest("[role=option]");
      if (entry) this.choose(this.found[Number(entry.dataset.place)]);
    });
    this.register(document.getElementById("enterprise-new"));
    // What was typed before this script was there is looked for too.
    if (input.value !== input.defaultValue) this.later();
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    const text = this.input.value.trim();
    this.asked += 1;
    const asked = this.asked;
    if (!text) {
      this.close();
      return;
    }
    const url = `${this.input.dataset.searchUrl}?q=${encodeURIComponent(text)}`;
    const answer = await fetch(url).then((response) => (response.ok ? response.json() : null)).catch(() => null);
    // An answer that was overtaken, or none for want of a connection, changes nothing.
    if (!answer || asked !== this.asked) return;
    this.found = answer.found;
    this.active = -1;
    this.list.replaceChildren(...(this.found.length ? this.found.map(option) : [nothing()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(this.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.found[this.active]) this.choose(this.found[this.active]);
    }
  }

  mark(place) {
    if (this.list.hidden || !this.found.length) return;
    this.active = (place + this.found.length) % this.found.length;
    [...this.list.children].forEach((entry, index) => {
      entry.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) entry.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `enterprise-found-${this.active}`);
  }

  choose(enterprise) {
    this.put(String(enterprise.id), enterprise.name, [enterprise.uscc, enterprise.address].filter(Boolean).join(" · "));
    this.onChosen(enterprise);
  }

  put(id, name, note) {
    this.hidden.value = id;
    this.input.value = name;
    this.name = name;
    this.note.textContent = note;
    this.close();
  }

  // The name that goes with the choice, once the server has told it.
  known(name) {
    if (!this.hidden.value || this.name === name) return;
    this.name = name;
    this.input.value = name;
  }

  // A name that was typed but not chosen is not kept; emptying the field takes the choice back.
  leave() {
    this.close();
    const text = this.input.value.trim();
    if (text === this.name) return;
    const exact = this.found.find((each) => each.name === text || each.uscc === text);
    if (exact) {
      this.choose(exact);
    } else if (text === "") {
      this.put("", "", "");
      this.onChosen({});
    } else {
      this.note.textContent = `“${text}”不在企业名录里，没有选用。请从列表里选，或点“登记新企业”。`;
    }
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  register(dialog) {
    const form = dialog.querySelector("form");
    dialog.addEventListener("toggle", () => {
      if (dialog.open && !form.elements.name.value) form.elements.name.value = this.input.value.trim();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await send(form, this.token);
      tell(form, answer.problems || {});
      if (answer.problems) return;
      dialog.close();
      form.reset();
      this.choose(answer);
    });
  }
}

async function send(form, token) {
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  try {
    return await (await fetch(form.action, { method: "POST", headers, body })).json();
  } catch {
    return { problems: { name: "没有登记上：连不上服务器，或登录已过期。请检查网络后再试一次。" } };
  }
}

function tell(form, problems) {
  for (const place of form.querySelectorAll("[data-quick-error]")) {
    const words = problems[place.dataset.quickError] || "";
    place.textContent = words;
    place.hidden = !words;
  }
}

function option(enterprise, place) {
  const entry = document.createElement("li");
  entry.id = `enterprise-found-${place}`;
  entry.dataset.place = place;
  entry.setAttribute("role", "option");
  entry.setAttribute("aria-selected", "false");
  const more = document.createElement("span");
  more.className = "muted small";
  more.textContent = [enterprise.uscc, enterprise.sector, enterprise.address].filter(Boolean).join(" · ");
  entry.append(enterprise.name, more);
  return entry;
}

function nothing() {
  const entry = document.createElement("li");
  entry.className = "muted";
  entry.textContent = "名录里没有找到，可以点“登记新企业”。";
  return entry;
}
