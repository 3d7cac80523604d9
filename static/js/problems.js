// Where problems are shown: at their fields, and as a list in the bar that jumps to each.
import { icon } from "./toast.js";

const TABLE = "findings-form";
const ORDER = ["block", "reason", "hint"];
const WORDS = { block: "要改", reason: "要说明原因", hint: "请核对" };
const COUNTS = { block: "处要改", reason: "处要说明原因", hint: "处请核对" };

const isOpen = (problem) => problem.kind !== "reason" || !problem.reason;
const codeOf = (problem) => problem.codes[0] || "";
const tone = (kind) => (kind === "block" ? "text-red" : "text-amber");

// `rows` are all lines of the form; those that say nothing any more are emptied.
export function markRows(rows, problems) {
  const byRow = new Map();
  for (const problem of problems) byRow.set(codeOf(problem), [...(byRow.get(codeOf(problem)) || []), problem]);
  for (const row of rows) markRow(row, byRow.get(row.dataset.row) || []);
  fill(document.getElementById(TABLE), byRow.get("") || []);
}

function markRow(row, found) {
  const open = found.filter(isOpen);
  const blocking = open.some((problem) => problem.kind === "block");
  row.classList.toggle("has-problem", blocking);
  row.classList.toggle("has-hint", open.length > 0 && !blocking);
  fill(row.querySelector("[data-findings]"), found);
  const input = row.querySelector(".entry-input");
  if (!input) return;
  if (blocking) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

// A box in which somebody may be typing is kept as it is, its message alone changes.
function fill(place, found) {
  const kept = new Map([...place.querySelectorAll("[data-reason]")].map((box) => [box.dataset.reason, box]));
  const entries = found.map((problem) => entryOf(problem, kept));
  place.hidden = found.length === 0;
  for (const old of [...place.children]) if (!entries.includes(old)) old.remove();
  entries.forEach((entry, index) => {
    if (place.children[index] !== entry) place.insertBefore(entry, place.children[index] || null);
  });
}

function entryOf(problem, kept) {
  const box = problem.kind === "reason" ? kept.get(problem.key) : null;
  const entry = box ? box.closest(".entry-finding") : document.createElement("div");
  if (!box) {
    entry.className = "entry-finding";
    const body = document.createElement("div");
    body.append(document.createElement("p"));
    if (problem.kind === "reason") body.append(boxFor(problem));
    entry.append(icon("warning"), body);
  }
  const message = entry.querySelector("p");
  // Other figures make another finding: what was said of the former is no reason for it.
  if (box && !problem.reason && message.textContent !== problem.message && box !== document.activeElement) box.value = "";
  message.textContent = problem.message;
  entry.dataset.kind = problem.kind === "reason" && problem.reason ? "answered" : problem.kind;
  return entry;
}

function boxFor(problem) {
  const box = document.createElement("textarea");
  box.className = "control entry-reason";
  box.name = `reason:${problem.key}`;
  box.dataset.reason = problem.key;
  box.rows = 1;
  box.maxLength = 300;
  box.placeholder = "数字无误的，在这里写明原因";
  box.setAttribute("aria-label", "原因");
  box.value = problem.reason;
  return box;
}

export function listProblems(problems, emptyCount, goTo) {
  const open = problems.filter(isOpen);
  const bar = document.getElementById("entry-bar");
  const menu = bar.querySelector(".problem-menu");
  menu.hidden = open.length === 0;
  const kinds = ORDER.filter((kind) => open.some((problem) => problem.kind === kind));
  menu.querySelector("summary").className = tone(kinds[0]);
  const words = kinds.map((kind) => `${open.filter((problem) => problem.kind === kind).length} ${COUNTS[kind]}`);
  bar.querySelector("[data-problem-count]").textContent = words.join("，");
  bar.querySelector("[data-no-problems]").hidden = open.length > 0 || emptyCount > 0;
  const sorted = kinds.flatMap((kind) => open.filter((problem) => problem.kind === kind));
  bar.querySelector(".problem-list").replaceChildren(...sorted.map((problem) => item(problem, menu, goTo)));
}

function item(problem, menu, goTo) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  const kind = document.createElement("b");
  kind.className = tone(problem.kind);
  kind.textContent = WORDS[problem.kind];
  link.href = codeOf(problem) ? `#row-${codeOf(problem)}` : `#${TABLE}`;
  link.append(kind, problem.message);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    menu.open = false;
    goTo(problem);
  });
  entry.append(link);
  return entry;
}

// The place where something can be done about a problem: the box for its reason, or its first field.
export function placeOf(problem) {
  const row = codeOf(problem) ? document.getElementById(`row-${codeOf(problem)}`) : document.getElementById(TABLE);
  const box = [...row.querySelectorAll("[data-reason]")].find((each) => each.dataset.reason === problem.key);
  return (problem.kind === "reason" && box) || row.querySelector(".entry-input") || row;
}

export function openProblems(problems) {
  const seen = [...document.querySelectorAll(`#${TABLE}, .entry-row`)].map((row) => row.dataset.row || "");
  return problems.filter(isOpen).sort((one, other) => seen.indexOf(codeOf(one)) - seen.indexOf(codeOf(other)));
}

export function showUnfilled(empty, goTo) {
  const button = document.querySelector("[data-unfilled]");
  button.hidden = empty.length === 0;
  button.lastChild.textContent = ` 还有 ${empty.length} 项未填`;
  button.onclick = () => goTo(empty[0]);
}
