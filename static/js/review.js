// The review desk by keyboard: moving through the queue, choosing, deciding. Everything a key does, a button does.
import { named, typing, withControl } from "./keys.js";
import { toast } from "./toast.js";

const desk = () => document.getElementById("desk");
const links = () => [...document.querySelectorAll(".desk-row > a")];
const boxes = () => [...document.querySelectorAll("[name=chosen]")];
const current = () => document.querySelector('.desk-row > a[aria-current="true"]');

// The marked row is the one that is open, also before its record has come.
function mark(link) {
  for (const each of links()) each.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

function go(step) {
  const all = links();
  const here = all.indexOf(current());
  const next = all[here < 0 ? 0 : here + step];
  if (!next) {
    toast(step > 0 ? "已经是列表里的最后一条。" : "已经是列表里的第一条。", "blue");
    return;
  }
  next.focus();
  next.click();
}

const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

function toggle() {
  const box = current()?.closest(".desk-row").querySelector("[name=chosen]");
  if (!box) return;
  if (box.disabled) toast("本条有疑点，不能批量通过，请逐条审核。", "amber");
  else box.click();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  a: () => press("a"),
  r: () => press("r"),
  x: () => press("x"),
  b: () => document.querySelector("[data-batch]")?.click(),
  " ": toggle,
  "?": () => document.querySelector("[data-open=keys-dialog]")?.click(),
};

const own = (target) => target.closest("button, summary, input");

document.addEventListener("keydown", (event) => {
  if (withControl(event) || !desk()) return;
  if (document.querySelector("dialog[open]")) {
    submitByEnter(event);
    return;
  }
  if (typing(event.target)) return;
  const key = named(event);
  if (key === " " && own(event.target)) return;
  const inQueue = event.target.closest("#rows");
  const act = inQueue && key === "ArrowDown" ? KEYS.j : inQueue && key === "ArrowUp" ? KEYS.k : KEYS[key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Enter sends a reason off, Shift+Enter begins a new line; an input method's Enter only takes its words.
function submitByEnter(event) {
  const field = event.target.closest("dialog textarea, dialog [type=radio]");
  if (!field || event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  const { form } = field;
  form.requestSubmit(form.querySelector("[type=submit]"));
}

// What was chosen stays chosen while records are decided one by one; one that has changed since is not kept.
const CHOSEN = "review-chosen";

function recall() {
  const kept = new Set(JSON.parse(sessionStorage.getItem(CHOSEN) || "[]"));
  for (const box of boxes()) box.checked = kept.has(box.value) && !box.disabled;
}

function count() {
  const values = boxes().filter((box) => box.checked).map((box) => box.value);
  sessionStorage.setItem(CHOSEN, JSON.stringify(values));
  const chosen = values.length;
  for (const place of document.querySelectorAll("[data-chosen-count]")) place.textContent = chosen;
  const button = document.querySelector("[data-batch]");
  if (button) button.disabled = chosen === 0;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of boxes()) box.checked = event.target.checked && !box.disabled;
  }
  if (event.target.matches("[data-choose-all], [name=chosen]")) count();
});

// A ready-made phrase is added to what has been written, and chooses its reason of the closed list.
document.addEventListener("click", (event) => {
  const row = event.target.closest(".desk-row > a");
  if (row) mark(row);
  const phrase = event.target.closest("[data-phrase]");
  if (!phrase) return;
  const form = phrase.closest("form");
  const reason = form.elements.namedItem("reason");
  const before = ready(form, reason) ? "" : `${reason.value.trim()}\n`;
  reason.value = `${before}${phrase.dataset.phrase}`.slice(0, reason.maxLength);
  const radio = phrase.dataset.exclusion && form.querySelector(`[value="${phrase.dataset.exclusion}"]`);
  if (radio) radio.checked = true;
  reason.focus();
});

// Choosing a reason of the closed list says what it means, unless somebody has written something already.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-words]")) return;
  const { form } = event.target;
  const reason = form.elements.namedItem("reason");
  if (ready(form, reason)) reason.value = event.target.dataset.words;
});

// Whether nothing but a ready-made phrase stands in the reason.
function ready(form, reason) {
  const words = [...form.querySelectorAll("[data-words]")].map((each) => each.dataset.words);
  return ["", ...words].includes(reason.value.trim());
}

// On a phone queue and record are two screens.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "opened" && event.detail.target?.id !== "opened") return;
  if (desk()) desk().dataset.screen = "record";
  window.scrollTo(0, 0);
});

function begin() {
  document.querySelector("dialog[data-refused]")?.showModal();
  const here = current();
  here?.scrollIntoView({ block: "nearest" });
  if (window.matchMedia("(min-width: 768px)").matches && !document.querySelector("dialog[open]")) {
    here?.focus({ preventScroll: true });
  }
  recall();
  count();
}

document.addEventListener("htmx:historyRestore", begin);
begin();
