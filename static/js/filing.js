// Filing a hazard: saved as one types, what is missing in the bar, and a question before a likely misjudgment is filed.
import { Draft } from "./draft.js";
import { Combo } from "./filing_enterprise.js";
import { goTo, listProblems, markRefused, showBlank } from "./filing_problems.js";
import { Saver } from "./saver.js";
import { icon, toast } from "./toast.js";

const form = document.getElementById("filing");
const sending = document.getElementById("filing-send");
const doubt = document.getElementById("filing-doubt");
const conflict = document.getElementById("conflict");
// Not part of the record, or sent under another name.
const ASIDE = new Set(["csrfmiddlewaretoken", "version", "act", "pick", "listed", "enterprise_name"]);
const ANSWERS = /^(answer|fact|evidence)\//;
const json = (id) => JSON.parse(document.getElementById(id).textContent);
let problems = json("filing-problems");
// Pressed twice it is sent once.
let sent = false;
// What an earlier visit left for a clause that is not on the page yet.
let waiting = {};

const fields = () => [...form.elements].filter((field) => field.name && !ASIDE.has(field.name));

function values() {
  const chosen = fields().filter((field) => field.type !== "radio" || field.checked);
  return Object.fromEntries(chosen.map((field) => [field.name, field.value]));
}

function put(name, text) {
  // The conditions on the page belong to the clause that stands there.
  if (name === "criterion") return;
  for (const field of fields().filter((each) => each.name === name)) {
    if (field.type === "radio") field.checked = field.value === text;
    else field.value = text;
  }
}

const STATE_ICONS = { saved: "check", saving: "clock", retrying: "offline", conflict: "warning", refused: "warning" };

function showState(state, message) {
  const place = document.getElementById("save-state");
  place.dataset.state = state;
  place.replaceChildren(icon(STATE_ICONS[state]), message);
}

function setVersion(version) {
  for (const field of document.querySelectorAll("input[data-version-field]")) field.value = version;
}

const labelOf = (name) => {
  const [field] = fields().filter((each) => each.name === name);
  const place = field && (field.closest(".field") || field.closest("fieldset"));
  const label = place && place.querySelector("label, legend");
  return label ? label.firstChild.textContent.trim() : "判定条款";
};

// What people read instead of a code: the words of a choice, the enterprise's name.
function readable(name, text, enterprise) {
  if (name === "enterprise") return enterprise;
  const [field] = fields().filter((each) => each.name === name);
  if (field && field.tagName === "SELECT") return [...field.options].find((option) => option.value === text)?.text || text;
  if (name === "criterion") return text === values().criterion ? "您选的条款" : "另一条";
  return { yes: "是", no: "否", unknown: "不清楚" }[text] || text;
}

function showConflict({ message, values: theirs, enterprise_name: enterprise = "" }, names) {
  // Nothing need be loaded again here: the page asks which of the two it shall keep.
  const words = message.replace(/您看到的不是最新内容.*$/, "下面几处您也改了，请决定采用哪一份。");
  conflict.querySelector("[data-conflict-message]").textContent = words;
  const mine = values();
  const rows = names.map((name) => {
    const row = document.createElement("tr");
    const own = readable(name, mine[name] ?? "", combo.name);
    for (const text of [labelOf(name), readable(name, theirs[name] || "", enterprise) || "空", own || "空"]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  conflict.querySelector("tbody").replaceChildren(...rows);
  if (!conflict.open) conflict.showModal();
}

function showProblems(found) {
  problems = found;
  listProblems(problems);
}

// A clause or an enterprise changed elsewhere is shown by the server; what is unsaved waits in this browser.
function merge(texts, version) {
  setVersion(version);
  const elsewhere = texts.criterion !== values().criterion || texts.enterprise !== values().enterprise;
  for (const [name, text] of Object.entries(texts)) put(name, text);
  if (elsewhere) window.setTimeout(() => window.location.reload(), 0);
}

const saver = new Saver({
  url: form.dataset.saveUrl,
  token: form.querySelector("[name=csrfmiddlewaretoken]").value,
  version: Number(form.dataset.version),
  draft: new Draft(form.dataset.draftKey),
  pause: 2000,
  subject: "这条隐患",
  values,
  readable: (name) => !fields().some((field) => field.name === name && field.validity.badInput),
  onState: showState,
  onSaved: ({ version, problems: found, refused, enterprise_name: enterprise }) => {
    setVersion(version);
    combo.known(enterprise);
    showProblems(found);
    markRefused(refused);
  },
  onMerged: merge,
  onConflict: showConflict,
});

const combo = new Combo(document.getElementById("enterprise-name"), form.elements.enterprise, {
  token: form.querySelector("[name=csrfmiddlewaretoken]").value,
  onChosen: ({ sector }) => {
    const choice = form.elements.sector;
    if (!choice.value && [...choice.options].some((option) => option.value === sector)) choice.value = sector;
    again();
  },
});

// What was put in by a script is looked at and saved like what is typed.
function again() {
  window.htmx.trigger(form, "look");
  saver.changed();
  saver.soon();
}

form.addEventListener("input", (event) => {
  if (!ASIDE.has(event.target.name)) saver.changed();
});
form.addEventListener("change", (event) => {
  if (!ASIDE.has(event.target.name)) saver.soon();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  saver.soon();
});

// Advice that does not arrive is no loss worth a message at every word: the bar says what is wrong with the line.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  form.addEventListener(failure, (event) => {
    if (event.detail.elt === form) event.stopPropagation();
  });
}

// Signed out meanwhile: what comes is the page to sign in, not an answer.
form.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL || pathInfo.requestPath, window.location.href).pathname !== pathInfo.requestPath) {
    event.detail.shouldSwap = false;
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "filing-clause") return;
  // The conditions are those of another clause now: none of their answers has been acknowledged.
  saver.forget((name) => ANSWERS.test(name));
  for (const [name, text] of Object.entries(waiting)) put(name, text);
  waiting = {};
  document.getElementById("step-clause").scrollIntoView({ block: "start" });
  again();
});

// Leaving the question unanswered would drop somebody's words.
conflict.addEventListener("cancel", (event) => event.preventDefault());
conflict.addEventListener("close", () => saver.resolve(conflict.returnValue === "mine"));

async function arrived() {
  if (!saver.pending || (await saver.flush())) return true;
  toast("有内容还没有存到服务器，暂时不能继续。请看页面底部的提示；内容已留在本机。", "red");
  return false;
}

function send(filled) {
  if (!sent) filled.submit();
  sent = true;
}

function file() {
  if (problems.length) {
    showBlank(problems);
    goTo(problems[0].field);
    return;
  }
  if (document.getElementById("filing-standing").children.length) doubt.showModal();
  else send(sending);
}

sending.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await arrived()) file();
});

for (const dialog of [doubt, document.getElementById("filing-withdraw")]) {
  const inner = dialog.querySelector("form");
  inner.addEventListener("submit", async (event) => {
    if (!saver.pending) return;
    event.preventDefault();
    if (await arrived()) send(inner);
  });
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  saver.soon();
});

listProblems(problems);
markRefused(json("filing-refused"));
// After a refused save the page holds what the server does not have.
if (form.dataset.unsaved !== undefined) saver.forget(() => true);
saver.restore((texts) => {
  for (const [name, text] of Object.entries(texts)) put(name, text);
  if (!texts.criterion || texts.criterion === form.elements.criterion?.value) return;
  waiting = texts;
  const swap = { source: form, target: "#filing-clause", swap: "innerHTML", values: { pick: texts.criterion } };
  window.htmx.ajax("POST", form.dataset.clauseUrl, swap);
});
