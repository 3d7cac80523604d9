// The dispatch form: fields, checks while typing, keyboard, and saving as one types.
import { problemsOf } from "./checks.js";
import { changeText, parse, tidy } from "./decimal.js";
import { Draft } from "./draft.js";
import { icon, toast } from "./toast.js";
import { Saver } from "./saver.js";

const form = document.getElementById("entry");
const rules = JSON.parse(document.getElementById("entry-rules").textContent);
const bar = document.getElementById("entry-bar");
const inputs = [...form.querySelectorAll(".entry-input")];
const byCode = new Map(inputs.map((input) => [input.dataset.code, input]));

const fieldOf = (input) => ({
  code: input.dataset.code,
  name: input.dataset.name,
  decimals: Number(input.dataset.decimals),
  text: tidy(input.value),
});

const rowOf = (input) => input.closest(".entry-row");

function showChange(input) {
  const cell = rowOf(input).querySelector(".entry-change");
  const last = parse(input.dataset.last || "");
  const now = parse(input.value, Number(input.dataset.decimals));
  if (last === null || now === null) {
    cell.textContent = "";
    delete cell.dataset.direction;
    return;
  }
  const difference = now - last;
  cell.textContent = changeText(difference);
  cell.dataset.direction = difference > 0n ? "up" : difference < 0n ? "down" : "same";
}

function showProblems(problems) {
  const byRow = new Map();
  for (const problem of problems) {
    const code = problem.codes.find((each) => byCode.has(each));
    if (!code) continue;
    const known = byRow.get(code) || { messages: [], blocking: false };
    known.messages.push(problem.message);
    known.blocking = known.blocking || problem.blocking;
    byRow.set(code, known);
  }
  for (const input of inputs) markRow(input, byRow.get(input.dataset.code));
  showList(problems);
}

function markRow(input, found) {
  const row = rowOf(input);
  const place = row.querySelector(".entry-problem");
  row.classList.toggle("has-problem", Boolean(found && found.blocking));
  row.classList.toggle("has-hint", Boolean(found && !found.blocking));
  place.hidden = !found;
  place.querySelector("span").textContent = found ? found.messages.join(" ") : "";
  if (found) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function showList(problems) {
  const list = bar.querySelector(".problem-list");
  const empty = bar.querySelector("[data-no-problems]");
  const menu = bar.querySelector(".problem-menu");
  menu.hidden = problems.length === 0;
  empty.hidden = problems.length !== 0;
  bar.querySelector("[data-problem-count]").textContent = `发现 ${problems.length} 处问题`;
  list.replaceChildren(...problems.map(listItem));
}

function listItem(problem) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const code = problem.codes.find((each) => byCode.has(each));
  const name = document.createElement("b");
  name.textContent = code ? byCode.get(code).dataset.name : "整表";
  link.href = code ? `#row-${code}` : "#entry";
  link.append(name, problem.message);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    bar.querySelector(".problem-menu").open = false;
    if (code) goTo(byCode.get(code));
  });
  item.append(link);
  return item;
}

function goTo(input) {
  rowOf(input).scrollIntoView({ block: "center" });
  input.focus({ preventScroll: true });
  input.select();
}

const check = () => showProblems(problemsOf(inputs.map(fieldOf), rules));

const values = () => Object.fromEntries(inputs.map((input) => [input.dataset.code, tidy(input.value)]));

function put(fresh) {
  for (const [code, text] of Object.entries(fresh)) {
    const input = byCode.get(code);
    if (!input) continue;
    input.value = text;
    showChange(input);
  }
  check();
}

const TONES = { saved: "check", saving: "clock", retrying: "offline", conflict: "warning", refused: "warning" };

function showState(state, message) {
  const place = document.getElementById("save-state");
  place.dataset.state = state;
  place.replaceChildren(icon(TONES[state]), message);
}

function onConflict({ message, values: theirs }) {
  const dialog = document.getElementById("conflict");
  dialog.querySelector("[data-conflict-message]").textContent = message;
  const rows = inputs
    .filter((input) => theirs[input.dataset.code] !== undefined && theirs[input.dataset.code] !== tidy(input.value))
    .map((input) => conflictRow(input.dataset.name, theirs[input.dataset.code], tidy(input.value)));
  dialog.querySelector("tbody").replaceChildren(...rows);
  if (!dialog.open) dialog.showModal();
}

function conflictRow(name, theirs, mine) {
  const row = document.createElement("tr");
  for (const [index, text] of [name, theirs || "空", mine || "空"].entries()) {
    const cell = document.createElement(index ? "td" : "th");
    cell.className = index ? "num" : "";
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

const saver = new Saver({
  url: form.dataset.saveUrl,
  token: form.querySelector("[name=csrfmiddlewaretoken]").value,
  version: Number(form.dataset.version),
  draft: new Draft(form.dataset.draftKey),
  values,
  onState: showState,
  onVersion: (version) => { form.querySelector("[name=version]").value = version; },
  onConflict,
});

function move(input, step) {
  const next = inputs[inputs.indexOf(input) + step];
  if (next) goTo(next);
}

for (const input of inputs) {
  input.addEventListener("input", () => {
    showChange(input);
    check();
    saver.changed();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    input.value = tidy(input.value);
    saver.soon();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
    const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    if (!down && !up) return;
    event.preventDefault();
    move(input, down ? 1 : -1);
  });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    saver.soon();
  }
});

// Leaving the question unanswered would drop somebody's figures.
document.getElementById("conflict").addEventListener("cancel", (event) => event.preventDefault());

document.getElementById("conflict").addEventListener("close", (event) => {
  const theirs = saver.resolve(event.target.returnValue === "mine");
  if (theirs) put(theirs);
});

// What was typed last must have arrived before the form moves on to the next hand.
form.addEventListener("submit", (event) => {
  if (!saver.pending) return;
  event.preventDefault();
  event.stopPropagation();
  const button = event.submitter;
  saver.flush().then((arrived) => {
    if (arrived) form.requestSubmit(button);
    else toast("有内容还没有存到服务器，暂时不能继续。内容已留在本机，联网后会自动保存。", "red");
  });
});

put(saver.restored(values()));
