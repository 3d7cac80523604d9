// Blocks of a circular as they stand on the page: written down, built, and places in them found again.
const UNSEEN = /[\u200b\ufeff]/g;
const HARD = /[\u00a0\n\r\t]/g;

export const isChip = (node) => node.nodeType === Node.ELEMENT_NODE && node.classList.contains("ed-chip");

const plain = (text) => text.replace(UNSEEN, "").replace(HARD, " ");

// The parts of a line in order: words of neighbours joined, a chip by its name only.
function partsOf(words) {
  const parts = [];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = plain(node.data);
      const last = parts[parts.length - 1];
      if (last && "words" in last) last.words += text;
      else if (text) parts.push({ words: text });
    } else if (isChip(node)) {
      parts.push(node.dataset.figure ? { figure: node.dataset.figure } : { fact: node.dataset.fact });
    } else {
      node.childNodes.forEach(read);
    }
  };
  words.childNodes.forEach(read);
  return parts;
}

export const wordsOf = (block) => block.querySelector(".ed-words");

export function written(blocks) {
  return blocks.map((block) => ({ id: block.dataset.id, kind: block.dataset.kind, parts: partsOf(wordsOf(block)) }));
}

export function newId() {
  const numbers = window.crypto.getRandomValues(new Uint32Array(3));
  return `own-${[...numbers].map((number) => number.toString(36)).join("")}`;
}

export function chip({ figure, fact }, text) {
  const made = document.createElement("span");
  made.className = figure ? "ed-chip" : "ed-chip ed-fact";
  made.contentEditable = "false";
  if (figure) {
    made.dataset.figure = figure;
    made.setAttribute("role", "button");
    made.tabIndex = 0;
  } else {
    made.dataset.fact = fact;
  }
  made.textContent = text;
  return made;
}

// An empty line of one's own.
export function blank(kind = "paragraph", id = newId()) {
  const block = document.createElement("div");
  block.className = "ed-block";
  block.dataset.id = id;
  block.dataset.kind = kind;
  const words = document.createElement("div");
  words.className = "ed-words";
  words.contentEditable = "true";
  words.spellcheck = false;
  words.setAttribute("role", "textbox");
  words.setAttribute("aria-label", "段落");
  block.append(words);
  return block;
}

export function fill(block, parts, textOf) {
  const nodes = parts.map((part) => ("words" in part ? document.createTextNode(part.words) : chip(part, textOf(part))));
  wordsOf(block).replaceChildren(...nodes);
  edges(block);
}

// Browsers put no caret beside a chip at the edge of a line: something unseen must stand there.
export function edges(block) {
  const words = wordsOf(block);
  if (!words.isContentEditable) return;
  for (const made of words.querySelectorAll(".ed-chip")) {
    if (!made.nextSibling || isChip(made.nextSibling)) made.after("\u200b");
    if (!made.previousSibling || isChip(made.previousSibling)) made.before("\u200b");
  }
}

function* textNodes(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield walker.currentNode;
}

// The range between two places of a line, counted in characters as the server counts them.
export function rangeOf(block, start, end) {
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (const node of textNodes(wordsOf(block))) {
    let offset = 0;
    for (const char of node.data) {
      if (!char.match(UNSEEN)) {
        if (at === start) {
          range.setStart(node, offset);
          begun = true;
        }
        at += 1;
        if (begun && at === end) {
          range.setEnd(node, offset + char.length);
          return range;
        }
      }
      offset += char.length;
    }
  }
  return null;
}

// Numbers in words that were typed, chips left out.
export function typedNumbers(block) {
  const found = [];
  for (const node of textNodes(wordsOf(block))) {
    if (node.parentElement.closest(".ed-chip")) continue;
    for (const match of node.data.matchAll(/[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      found.push(range);
    }
  }
  return found;
}

export const textOf = (block) => plain(wordsOf(block).textContent);
