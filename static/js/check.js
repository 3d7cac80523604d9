// Clicking a number in the checked circular shows its verdict at the side; the lists lead back to the number.
function clear(name) {
  for (const marked of document.querySelectorAll(`[${name}="true"]`)) {
    if (marked.matches(".check-mark, .check-number")) marked.removeAttribute(name);
  }
}

function choose(place, target) {
  const item = document.getElementById(`v${place}`);
  const number = document.getElementById(`n${place}`);
  if (!item || !number) return false;
  item.closest("details").open = true;
  clear("data-chosen");
  clear("aria-current");
  item.setAttribute("data-chosen", "true");
  number.setAttribute("aria-current", "true");
  const shown = target === "number" ? number : item;
  // Beside the paper the panel scrolls by itself; below it the page has to, past the bars above and below.
  const beside = target !== "number" && window.matchMedia("(min-width: 1200px)").matches;
  shown.scrollIntoView({ block: beside ? "nearest" : "center", behavior: "instant" });
  shown.focus({ preventScroll: true });
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-verdict], a[data-number]");
  if (!link) return;
  const { verdict, number } = link.dataset;
  if (choose(verdict ?? number, verdict ? "verdict" : "number")) event.preventDefault();
});
