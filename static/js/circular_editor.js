// The editor of a circular: lines that can be written in, figures as chips, saved as one writes.
import { blank, chip, edges, fill, newId, wordsOf, written } from "./circular_blocks.js";
import { Numbers } from "./circular_numbers.js";
import { pick, showFigure, textOfPart } from "./circular_pick.js";
import { Draft } from "./draft.js";
import { Saver } from "./saver.js";
import { icon } from "./toast.js";

const paper = document.getElementById("editor");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const conflict = document.getElementById("conflict");
const tools = document.querySelector(".ed-tools");
const kindOf = document.getElementById("block-kind");
const BODY = ["paragraph", "heading_1", "heading_2"];
const OPENERS = new Set(["/", "{", "｛"]);

let current = null;
let caret = null;
let chosen = null;
let removed = null;
// Set when the other side's text was taken: what stands on this page no longer counts.
let discarded = null;
let settled = [];

const blocks = () => [...paper.querySelectorAll(".ed-block")];
const isBody = (block) => Boolean(block) && BODY.includes(block.dataset.kind);
const blockAt = (node) => {
  const element = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  return element ? element.closest(".ed-block") : null;
};

function values() {
  return discarded || { blocks: JSON.stringify(written(blocks())), settled: JSON.stringify(settled) };
}

const STATE_ICONS = { saved: "check", saving: "clock", retrying: "offline", conflict: "warning", refused: "warning" };

function showState(state, message) {
  const place = document.getElementById("save-state");
  place.dataset.state = state;
  place.replaceChildren(icon(STATE_ICONS[state]), message);
}

// What an earlier visit left in this browser.
function showKept({ blocks: kept, settled: decided }) {
  if (decided) settled = JSON.parse(decided);
  if (!kept) return;
  const there = new Map(blocks().map((block) => [block.dataset.id, block]));
  let last = null;
  for (const { id, kind, parts } of JSON.parse(kept)) {
    const block = there.get(id) || blank(kind, id);
    there.delete(id);
    if (last) last.after(block);
    last = block;
    if (block.hasAttribute("data-locked")) continue;
    block.dataset.kind = kind;
    fill(block, parts, textOfPart);
  }
  for (const block of there.values()) if (isBody(block)) block.remove();
}

const saver = new Saver({
  url: paper.dataset.saveUrl,
  token,
  version: Number(paper.dataset.version),
  draft: new Draft(paper.dataset.draftKey),
  pause: 1500,
  subject: "这份文稿",
  values,
  readable: () => true,
  onState: showState,
  onSaved: () => {},
  onMerged: (texts) => {
    if (texts.blocks === values().blocks) return;
    discarded = texts;
    window.setTimeout(() => window.location.reload(), 0);
  },
  onConflict: ({ message }) => {
    conflict.querySelector("[data-conflict-message]").textContent = message.replace("，您看到的不是最新内容。请刷新页面，再改一次。", "。您也改了，请决定采用哪一份。");
    if (!conflict.open) conflict.showModal();
  },
});

conflict.addEventListener("close", () => saver.resolve(conflict.returnValue === "mine"));
conflict.addEventListener("cancel", (event) => event.preventDefault());
window.addEventListener("beforeunload", (event) => {
  if (!discarded && Object.keys(saver.unsaved).length) event.preventDefault();
});

const numbers = new Numbers({ paper, token, blocks, saved: () => saver.flush(), replace: (block, range, key) => put({ figure: key }, range) });

function changed() {
  saver.changed();
  numbers.changed();
}

// --- the caret, and which line it is in ---
document.addEventListener("selectionchange", () => {
  const selection = window.getSelection();
  if (!selection.rangeCount || !paper.contains(selection.anchorNode)) return;
  caret = selection.getRangeAt(0).cloneRange();
  take(blockAt(selection.anchorNode));
});

function take(block) {
  current = block && wordsOf(block).isContentEditable ? block : null;
  const body = isBody(current);
  kindOf.disabled = !body;
  if (body) kindOf.value = current.dataset.kind;
  const beside = (sibling) => body && isBody(sibling(current));
  tools.querySelector('[data-act="up"]').disabled = !beside(before);
  tools.querySelector('[data-act="down"]').disabled = !beside(after);
  tools.querySelector('[data-act="remove"]').disabled = !body;
}

const before = (block) => blocks()[blocks().indexOf(block) - 1];
const after = (block) => blocks()[blocks().indexOf(block) + 1];

function placeCaret(node, offset) {
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  const block = blockAt(node);
  wordsOf(block).focus({ preventScroll: true });
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

const caretAtEnd = (block) => placeCaret(wordsOf(block), wordsOf(block).childNodes.length);

// Behind a chip, and behind what stands there unseen.
function caretAfter(made) {
  const next = made.nextSibling;
  placeCaret(next, next.data?.startsWith("\u200b") ? 1 : 0);
}

// --- chips ---
function put(part, range) {
  const block = range && blockAt(range.startContainer);
  if (!block || !wordsOf(block).isContentEditable) return;
  const made = chip(part, textOfPart(part));
  const inside = blockAt(range.startContainer) && range.startContainer.parentElement.closest(".ed-chip");
  if (inside) inside.replaceWith(made);
  else {
    range.deleteContents();
    range.insertNode(made);
  }
  edges(block);
  caretAfter(made);
  changed();
}

function ask(range) {
  pick("插入指标", (part) => {
    if (part) put(part, range);
    else if (range) placeCaret(range.endContainer, range.endOffset);
  });
}

function choose(made) {
  if (chosen) chosen.removeAttribute("aria-current");
  chosen = made;
  document.getElementById("chosen-acts").hidden = !made;
  if (!made) return;
  made.setAttribute("aria-current", "true");
  showFigure(made.dataset.figure);
}

function drop(made) {
  const block = blockAt(made);
  const place = made.previousSibling;
  made.remove();
  choose(null);
  if (place) placeCaret(place, place.data?.length || 0);
  else caretAtEnd(block);
  changed();
}

paper.addEventListener("click", (event) => {
  choose(event.target.closest(".ed-chip[data-figure]"));
  const fact = event.target.closest(".ed-fact");
  if (fact && wordsOf(blockAt(fact)).isContentEditable) caretAfter(fact);
});
paper.addEventListener("keydown", (event) => {
  const made = event.target.closest?.(".ed-chip[data-figure]");
  if (!made || event.target !== made) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(made);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    drop(made);
  }
});

document.getElementById("figures").addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "here") put({ figure: event.target.closest(".figure-item").dataset.key }, caret || atEndOfText());
  if (!chosen) return;
  if (act === "swap") {
    const made = chosen;
    pick("换成别的指标", (part) => {
      if (!part) return;
      const fresh = chip(part, textOfPart(part));
      made.replaceWith(fresh);
      choose(part.figure ? fresh : null);
      changed();
    });
  } else if (act === "words") {
    const words = document.createTextNode(chosen.textContent);
    chosen.replaceWith(words);
    choose(null);
    changed();
  } else if (act === "drop") drop(chosen);
});

function atEndOfText() {
  const last = blocks().filter(isBody).pop();
  const range = document.createRange();
  range.selectNodeContents(wordsOf(last || blocks().find((block) => wordsOf(block).isContentEditable)));
  range.collapse(false);
  return range;
}

// --- words: plain text only, one line each ---
function insertText(text) {
  document.execCommand("insertText", false, text.replace(/\s*[\r\n]+\s*/g, ""));
}

paper.addEventListener("paste", (event) => {
  event.preventDefault();
  insertText(event.clipboardData.getData("text/plain"));
});
paper.addEventListener("drop", (event) => event.preventDefault());
paper.addEventListener("beforeinput", (event) => {
  if (event.inputType.startsWith("format")) event.preventDefault();
  if (event.inputType === "insertParagraph" || event.inputType === "insertLineBreak") {
    event.preventDefault();
    split();
  }
  if (event.inputType === "deleteContentBackward" && atStart()) {
    event.preventDefault();
    join();
  }
});

function split() {
  if (!isBody(current) || !caret) return;
  const block = current;
  const range = window.getSelection().getRangeAt(0);
  range.deleteContents();
  const rest = document.createRange();
  rest.setStart(range.startContainer, range.startOffset);
  rest.setEnd(wordsOf(block), wordsOf(block).childNodes.length);
  const fresh = blank("paragraph", newId());
  wordsOf(fresh).append(rest.extractContents());
  block.after(fresh);
  edges(block);
  edges(fresh);
  placeCaret(wordsOf(fresh), 0);
  changed();
}

function atStart() {
  const selection = window.getSelection();
  if (!selection.isCollapsed || !isBody(current) || !isBody(before(current))) return false;
  const range = document.createRange();
  range.setStart(wordsOf(current), 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  return range.toString().replace(/\u200b/g, "") === "" && !range.cloneContents().querySelector(".ed-chip");
}

function join() {
  const block = current;
  const above = before(block);
  const place = wordsOf(above).childNodes.length;
  wordsOf(above).append(...wordsOf(block).childNodes);
  forget(block);
  edges(above);
  placeCaret(wordsOf(above), place);
  changed();
}

paper.addEventListener("input", (event) => {
  changed();
  if (event.isComposing || !OPENERS.has(event.data)) return;
  const selection = window.getSelection();
  if (!selection.isCollapsed || selection.anchorNode.nodeType !== Node.TEXT_NODE || !selection.anchorOffset) return;
  // 12/15 and addresses are typed as they are.
  if (/[0-9A-Za-z<:/]$/.test(selection.anchorNode.data.slice(0, selection.anchorOffset - 1))) return;
  const range = document.createRange();
  range.setStart(selection.anchorNode, selection.anchorOffset - 1);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  ask(range);
});

// --- lines ---
function decision(block) {
  return paper.querySelector(`[data-decide="${window.CSS.escape(block.dataset.id)}"]`);
}

function forget(block) {
  decision(block)?.remove();
  block.remove();
}

const ACTS = {
  insert: () => ask(caret || atEndOfText()),
  add: () => {
    const fresh = blank();
    const bodies = blocks().filter(isBody);
    const place = isBody(current) ? current : bodies[bodies.length - 1];
    if (place) (decision(place) || place).after(fresh);
    else [...blocks()].reverse().find((block) => ["salutation", "title"].includes(block.dataset.kind)).after(fresh);
    caretAtEnd(fresh);
  },
  up: () => before(current).before(current),
  down: () => after(current).after(current),
  remove: () => {
    removed = { block: current, next: after(current) };
    const near = [after(current), before(current)].find(isBody);
    forget(current);
    tools.querySelector('[data-act="undo"]').hidden = false;
    if (near) caretAtEnd(near);
    else take(null);
  },
  undo: () => {
    if (removed.next?.isConnected) removed.next.before(removed.block);
    else blocks().filter(isBody).pop()?.after(removed.block);
    caretAtEnd(removed.block);
    removed = null;
    tools.querySelector('[data-act="undo"]').hidden = true;
  },
};

// The buttons must not take the caret out of the text.
tools.addEventListener("mousedown", (event) => {
  if (event.target.closest("button")) event.preventDefault();
});
tools.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (!act) return;
  const block = current;
  ACTS[act]();
  if (act === "insert") return;
  if (act === "up" || act === "down") {
    take(block);
    block.scrollIntoView({ block: "nearest" });
  }
  changed();
});
kindOf.addEventListener("change", () => {
  if (!isBody(current)) return;
  current.dataset.kind = kindOf.value;
  changed();
});

// --- decisions after the circular was written again ---
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-settle]")?.dataset.settle;
  if (!act) return;
  const box = event.target.closest("[data-decide], [data-seen]");
  const id = box.dataset.decide || box.dataset.seen;
  const block = blocks().find((each) => each.dataset.id === id);
  if (act === "take") {
    const offer = document.querySelector(`template[data-offer="${window.CSS.escape(id)}"]`);
    block.dataset.kind = offer.dataset.kind;
    wordsOf(block).replaceChildren(offer.content.cloneNode(true));
    edges(block);
  }
  if (act === "remove") block.remove();
  box.remove();
  settled = [...settled, id];
  changed();
});

// --- leaving: everything is on the server first ---
document.addEventListener("click", async (event) => {
  const done = event.target.closest("[data-done]");
  if (!done || Object.keys(saver.unsaved).length === 0) return;
  event.preventDefault();
  if (await saver.flush()) window.location.assign(done.href);
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-first-save]") || Object.keys(saver.unsaved).length === 0) return;
  event.preventDefault();
  if (await saver.flush()) form.submit();
});

saver.restore(showKept);
blocks().forEach(edges);
numbers.ask();
