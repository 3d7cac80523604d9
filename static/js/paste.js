// A row or a column copied from Excel, pasted into this and the following fields: all of it, or nothing.
import { parse, tidy } from "./decimal.js";

const squeeze = (text) => text.replace(/\s/g, "");
const SHOWN = 12;
const shortened = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

// The cells of one row or one column, or null for anything wider than both.
function cellsOf(text) {
  const rows = text.replace(/(\r?\n)+$/, "").split(/\r?\n/).map((row) => row.split("\t"));
  if (rows.length === 1) return rows[0];
  return rows.every((row) => row.length === 1) ? rows.map(([cell]) => cell) : null;
}

// A name (and a number before it) that leads the row is no figure.
function figuresOf(cells, unit) {
  const at = cells.slice(0, 2).findIndex((cell) => squeeze(cell) === squeeze(unit));
  return cells.slice(at + 1).map((cell) => cell.trim());
}

// Whether the text is more than one cell; a single one is pasted by the browser itself.
export const isTable = (text) => /[\t\n]/.test(text.replace(/(\r?\n)+$/, ""));

// What goes where: {texts: [[code, text]…]}, or {refusal} in words. `rows` are the form's lines from the field
// pasted into on, those included that this unit does not fill; an empty cell leaves its field as it is.
export function planned(text, rows, unit) {
  const cells = cellsOf(text);
  if (!cells) return { refusal: "一次只能粘贴一行或一列，没有填入。请在Excel里只选一行或一列，再复制粘贴。" };
  const figures = figuresOf(cells, unit);
  if (figures.length > rows.length) {
    return { refusal: `粘贴的有 ${figures.length} 个数，从这一项起只有 ${rows.length} 项，没有填入。请从对应的第一项开始粘贴，或少复制几格。` };
  }
  const texts = [];
  for (const [index, figure] of figures.entries()) {
    const row = rows[index];
    const wrong = fault(figure, row, index + 1);
    if (wrong) return { refusal: wrong };
    const input = row.querySelector(".entry-input");
    if (figure && input) texts.push([input.dataset.code, tidy(figure)]);
  }
  return { texts };
}

function fault(figure, row, place) {
  if (!figure) return "";
  const input = row.querySelector(".entry-input");
  const where = `第 ${place} 个“${shortened(figure)}”（${row.dataset.name}）`;
  const value = parse(figure, input ? Number(input.dataset.decimals) : undefined);
  if (value === null) {
    const due = input && input.dataset.decimals === "0" ? "整数" : "数字";
    return `${where}不是能填的${due}，全部没有填入。请核对是否选错了行列。`;
  }
  return input || value === 0n ? "" : `${where}是本单位不填的项，全部没有填入。请核对是否错了一列。`;
}
