// The panel that tells how a cell came about: opened by its number, closed by its button or Escape, which give
// the focus back to the number.
const panel = document.getElementById("cell-panel");
let opener = null;

function close() {
  panel.replaceChildren();
  opener?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cell-link]");
  if (link) opener = link;
  if (event.target.closest("[data-cell-close]")) close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== panel) return;
  const button = panel.querySelector("[data-cell-close]");
  button.hidden = false;
  button.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel.childElementCount) close();
});

// Arrow keys walk from number to number, as in a sheet.
document.addEventListener("keydown", (event) => {
  const link = event.target.closest("[data-cell-link]");
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!link || !step) return;
  const cell = link.closest("td");
  const row = cell.parentElement;
  const rows = [...row.parentElement.rows].filter((each) => each.querySelector("[data-cell-link]"));
  const next = rows[rows.indexOf(row) + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector("[data-cell-link]");
  if (!next) return;
  event.preventDefault();
  next.focus();
});
