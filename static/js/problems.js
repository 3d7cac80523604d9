// Where problems are shown: in their rows, and as a list in the bar that jumps to each.
export function markRows(inputs, problems) {
  const byRow = new Map();
  for (const problem of problems) {
    const first = problem.codes[0];
    byRow.set(first, [...(byRow.get(first) || []), problem]);
  }
  for (const input of inputs) markRow(input, byRow.get(input.dataset.code) || []);
}

function markRow(input, found) {
  const row = input.closest(".entry-row");
  const blocking = found.some((problem) => problem.blocking);
  row.classList.toggle("has-problem", blocking);
  row.classList.toggle("has-hint", found.length > 0 && !blocking);
  const place = row.querySelector(".entry-problem");
  place.hidden = found.length === 0;
  place.querySelector("span").textContent = found.map((problem) => problem.message).join(" ");
  if (blocking) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

export function listProblems(problems, byCode, emptyCount, goTo) {
  const bar = document.getElementById("entry-bar");
  const blocking = problems.filter((problem) => problem.blocking).length;
  const hints = problems.length - blocking;
  const menu = bar.querySelector(".problem-menu");
  menu.hidden = problems.length === 0;
  menu.querySelector("summary").className = blocking ? "text-red" : "text-amber";
  const words = [blocking && `${blocking} 处要改`, hints && `${hints} 处请核对`].filter(Boolean);
  bar.querySelector("[data-problem-count]").textContent = words.join("，");
  bar.querySelector("[data-no-problems]").hidden = problems.length > 0 || emptyCount > 0;
  bar.querySelector(".problem-list").replaceChildren(...problems.map((problem) => item(problem, byCode, menu, goTo)));
}

function item(problem, byCode, menu, goTo) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  const input = byCode.get(problem.codes[0]);
  const kind = document.createElement("b");
  kind.className = problem.blocking ? "text-red" : "text-amber";
  kind.textContent = problem.blocking ? "要改" : "请核对";
  link.href = `#row-${problem.codes[0]}`;
  link.append(kind, problem.message);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    menu.open = false;
    if (input) goTo(input);
  });
  entry.append(link);
  return entry;
}

export function showUnfilled(empty, goTo) {
  const button = document.querySelector("[data-unfilled]");
  button.hidden = empty.length === 0;
  button.lastChild.textContent = ` 还有 ${empty.length} 项未填`;
  button.onclick = () => goTo(empty[0]);
}
