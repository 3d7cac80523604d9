// The editor of a template: numbered lines, names inserted by a click, faults jumped to, unsaved words kept (I7).
import { Draft } from "./draft.js";

const form = document.getElementById("template-form");
const source = document.getElementById("id_source");
const lines = document.getElementById("template-lines");
const preview = document.getElementById("template-preview");
const kept = document.getElementById("template-kept");
const draft = new Draft(`template:${form.dataset.template}`);
const opened = source.value;
let leaving = false;

function wrongLines() {
  return new Set([...preview.querySelectorAll("[data-line]")].map((each) => Number(each.dataset.line)));
}

function number() {
  const wrong = wrongLines();
  lines.replaceChildren(
    ...source.value.split("\n").map((text, at) => {
      const line = document.createElement("div");
      line.textContent = text || "\u200b";
      line.classList.toggle("wrong", wrong.has(at + 1));
      return line;
    }),
  );
}

function keep() {
  if (source.value === opened) draft.clear();
  else draft.write({ source: source.value }, form.dataset.version);
}

function typed() {
  number();
  keep();
}

function put(text) {
  source.focus();
  source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
  source.dispatchEvent(new Event("input", { bubbles: true }));
}

function jump(wanted) {
  const before = source.value.split("\n").slice(0, wanted - 1);
  const start = before.reduce((sum, line) => sum + line.length + 1, 0);
  const end = source.value.indexOf("\n", start);
  source.focus({ preventScroll: true });
  source.setSelectionRange(start, end < 0 ? source.value.length : end);
  lines.children[wanted - 1]?.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const insert = event.target.closest("[data-insert]");
  const line = event.target.closest("[data-line]");
  if (insert) put(insert.dataset.insert);
  if (line) jump(Number(line.dataset.line));
});

kept.addEventListener("click", (event) => {
  const take = event.target.closest("[data-take]");
  if (take) {
    source.value = draft.read().values.source;
    source.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.target.closest("[data-drop]")) draft.clear();
  else return;
  kept.hidden = true;
});

document.getElementById("template-find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of document.querySelectorAll("[data-name]")) {
    item.hidden = !item.dataset.name.toLowerCase().includes(wanted);
  }
});

source.addEventListener("input", typed);
document.addEventListener("htmx:afterSettle", number);
form.addEventListener("submit", () => {
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && source.value !== opened) event.preventDefault();
});

// As the server keeps a text: without blanks at the ends of lines, and empty lines around it.
function even(text) {
  return text.split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");
}

// What the server has, or has refused with the words still on the page, need not be taken back.
const before = draft.read();
if (before && even(before.values.source) === even(source.value)) draft.clear();
else if (before && !source.readOnly) kept.hidden = false;
source.closest(".tpl-text").classList.add("numbered");
number();
