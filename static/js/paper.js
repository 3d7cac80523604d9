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

// On a narrow screen the figures stand below the paper: lead back to the number that was asked about.
let asked = null;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]") && asked) {
    event.preventDefault();
    asked.scrollIntoView({ block: "center" });
    asked.focus({ preventScroll: true });
    return;
  }
  const link = event.target.closest(".figure-link");
  if (!link) return;
  event.preventDefault();
  asked = link;
  choose(link.dataset.key);
});
