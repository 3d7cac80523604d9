// Conditions typed as an outline: a new line keeps its indentation, buttons set heads and move lines.
const STEP = "  ";
const field = document.querySelector("[data-outline]");
const tools = document.querySelector(".std-tools");
const HEAD = /[：:]\s*$/;

const lineStart = (place) => field.value.lastIndexOf("\n", place - 1) + 1;

// As if typed, so that the browser's undo and the preview follow.
function put(text, start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function marginOf(line) {
  return line.match(/^[ \t\u3000]*/)[0];
}

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey) return;
  event.preventDefault();
  const { selectionStart: start, selectionEnd: end } = field;
  const line = field.value.slice(lineStart(start), start);
  put(`\n${marginOf(line)}${HEAD.test(line) ? STEP : ""}`, start, end);
});

// A head takes the place of the empty line it is put on, or gets a line of its own below.
function insert(head) {
  const start = lineStart(field.selectionStart);
  const next = field.value.indexOf("\n", field.selectionStart);
  const end = next < 0 ? field.value.length : next;
  const line = field.value.slice(start, end);
  const margin = marginOf(line);
  const before = line.trim() ? `${line}\n${margin}` : margin;
  put(`${before}${head}\n${margin}${STEP}`, start, end);
}

function shift(direction) {
  const start = lineStart(field.selectionStart);
  const next = field.value.indexOf("\n", field.selectionEnd);
  const end = next < 0 ? field.value.length : next;
  const moved = field.value
    .slice(start, end)
    .split("\n")
    .map((line) => (direction === "in" ? STEP + line : line.replace(/^(?: {1,2}|\t|\u3000)/, "")))
    .join("\n");
  put(moved, start, end);
  field.setSelectionRange(start, start + moved.length);
}

tools.hidden = false;
tools.addEventListener("click", (event) => {
  const { insert: head, shift: direction } = event.target.dataset;
  if (head) insert(head);
  if (direction) shift(direction);
});
