// Choosing a figure or fact by name or value: the list beside the paper, and a dialog that the keyboard reaches.
const MOST = 30;
const items = [...document.querySelectorAll("#figures .figure-item")];
const figures = items.map((item) => ({ figure: item.dataset.key, label: item.dataset.label, text: item.dataset.text }));
const facts = JSON.parse(document.getElementById("facts").textContent).map(([fact, text]) => ({ fact, label: "期次、名称等", text }));
const texts = new Map([...figures.map((each) => [each.figure, each.text]), ...facts.map((each) => [`@${each.fact}`, each.text])]);

export const textOfPart = ({ figure, fact }) => texts.get(figure || `@${fact}`) || "（已无此指标）";

const fits = (each, asked) => asked.every((word) => `${each.label} ${each.text}`.includes(word));
const asked = (field) => field.value.trim().split(/\s+/).filter(Boolean);

const search = document.getElementById("figure-search");
search.addEventListener("input", () => {
  const words = asked(search);
  let shown = 0;
  for (const item of items) {
    item.hidden = !fits({ label: item.dataset.label, text: item.dataset.text }, words);
    if (!item.hidden) shown += 1;
  }
  document.getElementById("no-figure").hidden = shown > 0;
});

// Opens the figure's formula and rows beside the paper.
export function showFigure(key) {
  for (const item of items) {
    const chosen = item.dataset.key === key;
    item.dataset.chosen = chosen;
    if (!chosen) continue;
    item.hidden = false;
    item.querySelector("details").open = true;
    item.scrollIntoView({ block: "nearest" });
  }
}

const dialog = document.getElementById("pick");
const field = document.getElementById("pick-search");
const list = document.getElementById("pick-list");
let found = [];
let at = 0;
let answer = () => {};

function show() {
  const words = asked(field);
  found = [...figures, ...facts].filter((each) => fits(each, words)).slice(0, MOST);
  at = 0;
  list.replaceChildren(...found.map(option));
  document.getElementById("pick-none").hidden = found.length > 0;
  mark();
}

function option(each, place) {
  const row = document.createElement("li");
  row.id = `pick-${place}`;
  row.setAttribute("role", "option");
  const label = document.createElement("span");
  label.textContent = each.label;
  const text = document.createElement("b");
  text.textContent = each.text.length > 24 ? `${each.text.slice(0, 23)}…` : each.text;
  row.append(label, text);
  return row;
}

function mark() {
  [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
  if (!found.length) {
    field.removeAttribute("aria-activedescendant");
    return;
  }
  field.setAttribute("aria-activedescendant", `pick-${at}`);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function take(place) {
  if (!found[place]) return;
  const chosen = found[place];
  const done = answer;
  answer = () => {};
  dialog.close();
  done(chosen);
}

field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    mark();
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(at);
  }
});
list.addEventListener("click", (event) => {
  const row = event.target.closest("li");
  if (row) take([...list.children].indexOf(row));
});
dialog.addEventListener("close", () => answer(null));

// Calls `done` with what was chosen, or null when the dialog was closed.
export function pick(title, done) {
  document.getElementById("pick-title").textContent = title;
  answer = (chosen) => {
    answer = () => {};
    done(chosen);
  };
  field.value = "";
  show();
  dialog.showModal();
  field.focus();
}
