// Clicking a number in the paper opens its formula and rows at the side.
function choose(key) {
  for (const item of document.querySelectorAll(".figure-item")) {
    const chosen = item.dataset.key === key;
    item.dataset.chosen = chosen;
    if (!chosen) continue;
    item.querySelector("details").open = true;
    item.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
  for (const link of document.querySelectorAll(".figure-link")) {
    if (link.dataset.key === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".figure-link");
  if (!link) return;
  event.preventDefault();
  choose(link.dataset.key);
});
