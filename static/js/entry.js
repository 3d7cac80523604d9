// The dispatch form: fields, keyboard, pasting, and saving as one types. What is wrong is for the server to say.
import { changeText, parse, tidy } from "./decimal.js";
import { Draft } from "./draft.js";
import { startFiles } from "./field_files.js";
import { isTable, planned } from "./paste.js";
import { listProblems, markRows, openProblems, placeOf, showUnfilled } from "./problems.js";
import { Reasons } from "./reasons.js";
import { Saver } from "./saver.js";
import { icon, toast } from "./toast.js";

const form = document.getElementById("entry");
const rows = [...form.querySelectorAll(".entry-row")];
const inputs = [...form.querySelectorAll(".entry-input")];
const byCode = new Map(inputs.map((input) => [input.dataset.code, input]));
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
// What the rules found, as of the last save; only whether an entry is a number is told at once.
let fromServer = JSON.parse(document.getElementById("entry-findings").textContent);
let problems = [];

const decimalsOf = (input) => Number(input.dataset.decimals);

const isReadable = (input) => tidy(input.value) === "" || parse(input.value, decimalsOf(input)) !== null;

function unreadable(input) {
  const { code, name, decimals } = input.dataset;
  const due = Number(decimals) ? `数字（最多${decimals}位小数）` : "整数";
  const message = `“${name}”应填不小于0的${due}，填的是“${tidy(input.value)}”，没有保存。`;
  return { code: "unreadable", codes: [code], message, kind: "block", key: "", reason: "" };
}

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

function showHeld(input) {
  const row = input.closest(".entry-row");
  const button = row.querySelector("[data-use-held]");
  if (!button) return;
  const held = parse(button.dataset.useHeld);
  const now = parse(input.value, decimalsOf(input));
  const apart = now === null || now === held ? "" : changeText(now > held ? now - held : held - now).slice(1);
  const words = apart && `，现填比台账${now > held ? "多" : "少"} ${apart} ${button.dataset.heldMeasure}`;
  row.querySelector("[data-held-difference]").textContent = words;
  button.hidden = now === held;
}

function check() {
  const wrong = inputs.filter((input) => !isReadable(input));
  const remote = fromServer.filter((finding) => finding.code !== "unreadable");
  problems = [...wrong.map(unreadable), ...remote];
  markRows(rows, problems);
  const empty = inputs.filter((input) => tidy(input.value) === "");
  listProblems(problems, empty.length, (problem) => goTo(placeOf(problem)));
  showUnfilled(empty, goTo);
}

function found(findings) {
  fromServer = findings;
  reasons.heard(findings);
  check();
}

function goTo(place) {
  (place.closest(".entry-row") || place).scrollIntoView({ block: "center" });
  if (!place.matches("input, textarea")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  if (place.select) place.select();
}

// The problem after (or before) the one where the cursor stands.
function goToProblem(step) {
  const places = [...new Set(openProblems(problems).map(placeOf))];
  if (!places.length) return;
  const at = places.indexOf(document.activeElement);
  goTo(places[at < 0 ? (step > 0 ? 0 : places.length - 1) : (at + step + places.length) % places.length]);
}

function put(texts) {
  for (const [code, text] of Object.entries(texts)) {
    const input = byCode.get(code);
    if (input) input.value = text;
  }
  inputs.forEach(showChange);
  inputs.forEach(showHeld);
  check();
}

// What somebody did to several fields at once.
function typed(texts) {
  put(Object.fromEntries(texts));
  saver.changed();
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

const draft = new Draft(form.dataset.draftKey);
draft.only(new Set(byCode.keys()));

const saver = new Saver({
  url: form.dataset.saveUrl,
  token,
  version: Number(form.dataset.version),
  also: { form: Number(form.dataset.form) },
  draft,
  values: () => Object.fromEntries(inputs.map((input) => [input.dataset.code, tidy(input.value)])),
  readable: (code, text) => text === "" || parse(text, decimalsOf(byCode.get(code))) !== null,
  onState: showState,
  onSaved: ({ version, findings }) => {
    setVersion(version);
    found(findings);
  },
  onMerged: (texts, version) => {
    setVersion(version);
    put(texts);
  },
  onConflict: showConflict,
});

const reasons = new Reasons({
  boxes: document.getElementById("content"),
  url: form.dataset.reasonUrl,
  token,
  saver,
  onState: showState,
  onSaved: ({ version, findings }) => {
    setVersion(version);
    found(findings);
  },
});

function onKey(event) {
  if (event.isComposing || event.altKey) return;
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!down && !up) return;
  event.preventDefault();
  const next = inputs[inputs.indexOf(event.target) + (down ? 1 : -1)];
  if (next) goTo(next);
}

let pasted = [];
const undo = document.querySelector("[data-undo-paste]");

function onPaste(event) {
  const text = event.clipboardData.getData("text/plain");
  if (!isTable(text)) return;
  event.preventDefault();
  const from = rows.indexOf(event.target.closest(".entry-row"));
  const { texts, refusal } = planned(text, rows.slice(from), form.dataset.unit);
  if (refusal) {
    toast(refusal, "red");
    return;
  }
  pasted = texts.map(([code, now]) => ({ code, now, before: byCode.get(code).value }));
  typed(texts);
  undo.hidden = false;
  toast(`已填入 ${texts.length} 项，请核对；粘贴错了可以点“撤销粘贴”。`, "green");
}

// What was changed by hand since the paste stays.
undo.addEventListener("click", () => {
  const same = pasted.filter(({ code, now }) => tidy(byCode.get(code).value) === now);
  undo.hidden = true;
  typed(same.map(({ code, before }) => [code, before]));
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use-held]");
  if (!button) return;
  const input = button.closest(".entry-row").querySelector(".entry-input");
  typed([[input.dataset.code, button.dataset.useHeld]]);
  goTo(input);
});

for (const input of inputs) {
  input.addEventListener("keydown", onKey);
  input.addEventListener("paste", onPaste);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => {
    showChange(input);
    showHeld(input);
    check();
    saver.changed();
  });
  input.addEventListener("blur", () => {
    input.value = tidy(input.value);
    saver.soon();
  });
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  goToProblem(event.key === "ArrowDown" ? 1 : -1);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  saver.soon();
  reasons.flush();
});

// Leaving the question unanswered would drop somebody's figures.
const conflict = document.getElementById("conflict");
conflict.addEventListener("cancel", (event) => event.preventDefault());
conflict.addEventListener("close", () => saver.resolve(conflict.returnValue === "mine"));

// What was typed last must have arrived before the form moves on to the next hand.
for (const sending of [form, document.querySelector("#nil-dialog form")]) {
  sending.addEventListener("submit", (event) => {
    if (!saver.pending && !reasons.pending) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    saver.flush().then((arrived) => arrived && reasons.flush()).then((arrived) => {
      if (arrived) sending.requestSubmit(button);
      else toast("有内容还没有存到服务器，暂时不能继续。请看页面底部的提示；内容已留在本机。", "red");
    });
  });
}

startFiles(form, found);
put({});
saver.restore(put);
