// The dispatch form: fields, checks while typing, keyboard, and saving as one types.
import { problemsOf } from "./checks.js";
import { changeText, parse, tidy } from "./decimal.js";
import { Draft } from "./draft.js";
import { listProblems, markRows, showUnfilled } from "./problems.js";
import { Saver } from "./saver.js";
import { icon, toast } from "./toast.js";

const form = document.getElementById("entry");
const rules = JSON.parse(document.getElementById("entry-rules").textContent);
const inputs = [...form.querySelectorAll(".entry-input")];
const byCode = new Map(inputs.map((input) => [input.dataset.code, input]));
const localCodes = new Set([...rules.map((rule) => rule.code), "unreadable"]);
// What only the server can tell (last period's values and the like), as of the last save.
let fromServer = JSON.parse(document.getElementById("entry-findings").textContent);

const decimalsOf = (input) => Number(input.dataset.decimals);

const fieldOf = (input) => ({
  code: input.dataset.code,
  name: input.dataset.name,
  measure: input.dataset.measure,
  decimals: decimalsOf(input),
  text: tidy(input.value),
});

function showChange(input) {
  const cell = input.closest(".entry-row").querySelector(".entry-change");
  const last = parse(input.dataset.last);
  const now = parse(input.value, decimalsOf(input));
  if (last === null || now === null) {
    cell.textContent = "";
    cell.dataset.direction = "";
    return;
  }
  cell.textContent = changeText(now - last);
  cell.dataset.direction = now > last ? "up" : now < last ? "down" : "same";
}

function check() {
  const remote = fromServer.filter((finding) => !localCodes.has(finding.code));
  const problems = [...problemsOf(inputs.map(fieldOf), rules), ...remote];
  markRows(inputs, problems);
  const empty = inputs.filter((input) => tidy(input.value) === "");
  listProblems(problems, byCode, empty.length, goTo);
  showUnfilled(empty, goTo);
}

function goTo(input) {
  input.closest(".entry-row").scrollIntoView({ block: "center" });
  input.focus({ preventScroll: true });
  input.select();
}

function put(texts) {
  for (const [code, text] of Object.entries(texts)) {
    const input = byCode.get(code);
    if (input) input.value = text;
  }
  inputs.forEach(showChange);
  check();
}

const STATE_ICONS = { saved: "check", saving: "clock", retrying: "offline", conflict: "warning", refused: "warning" };

function showState(state, message) {
  const place = document.getElementById("save-state");
  place.dataset.state = state;
  place.replaceChildren(icon(STATE_ICONS[state]), message);
}

function showConflict({ message, values: theirs }, codes) {
  const dialog = document.getElementById("conflict");
  dialog.querySelector("[data-conflict-message]").textContent = message;
  const rows = codes.map((code) => {
    const input = byCode.get(code);
    return conflictRow(input.dataset.name, theirs[code], tidy(input.value));
  });
  dialog.querySelector("tbody").replaceChildren(...rows);
  if (!dialog.open) dialog.showModal();
}

function conflictRow(name, theirs, mine) {
  const row = document.createElement("tr");
  const cells = [name, theirs || "空", mine || "空"].map((text, index) => {
    const cell = document.createElement(index ? "td" : "th");
    cell.className = index ? "num" : "";
    cell.textContent = text;
    return cell;
  });
  row.append(...cells);
  return row;
}

function setVersion(version) {
  for (const field of document.querySelectorAll("input[data-version-field]")) field.value = version;
}

const saver = new Saver({
  url: form.dataset.saveUrl,
  token: form.querySelector("[name=csrfmiddlewaretoken]").value,
  version: Number(form.dataset.version),
  draft: new Draft(form.dataset.draftKey),
  values: () => Object.fromEntries(inputs.map((input) => [input.dataset.code, tidy(input.value)])),
  readable: (code, text) => text === "" || parse(text, decimalsOf(byCode.get(code))) !== null,
  onState: showState,
  onSaved: ({ version, findings }) => {
    setVersion(version);
    fromServer = findings;
    check();
  },
  onMerged: (texts, version) => {
    setVersion(version);
    put(texts);
  },
  onConflict: showConflict,
});

function onKey(event) {
  if (event.isComposing) return;
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!down && !up) return;
  event.preventDefault();
  const next = inputs[inputs.indexOf(event.target) + (down ? 1 : -1)];
  if (next) goTo(next);
}

for (const input of inputs) {
  input.addEventListener("keydown", onKey);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => {
    showChange(input);
    check();
    saver.changed();
  });
  input.addEventListener("blur", () => {
    input.value = tidy(input.value);
    saver.soon();
  });
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  saver.soon();
});

// Leaving the question unanswered would drop somebody's figures.
const conflict = document.getElementById("conflict");
conflict.addEventListener("cancel", (event) => event.preventDefault());
conflict.addEventListener("close", () => saver.resolve(conflict.returnValue === "mine"));

// What was typed last must have arrived before the form moves on to the next hand.
for (const sending of [form, document.querySelector("#nil-dialog form")]) {
  sending.addEventListener("submit", (event) => {
    if (!saver.pending) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    saver.flush().then((arrived) => {
      if (arrived) sending.requestSubmit(button);
      else toast("有内容还没有存到服务器，暂时不能继续。请看页面底部的提示；内容已留在本机。", "red");
    });
  });
}

put({});
saver.restore(put);
