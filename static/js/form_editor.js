// The editor of a form's columns: whoever leaves with changes that are not saved is asked first.
// Moving, adding and taking out is the server's, which sends the editor back as it then stands.
const editor = () => document.getElementById("editor");
let leavingOnPurpose = false;

document.addEventListener("input", (event) => {
  if (event.target.closest("#editor")) editor().dataset.unsaved = "yes";
});

document.addEventListener("submit", (event) => {
  if (event.target === editor() || event.target.closest("#discard")) leavingOnPurpose = true;
});

window.addEventListener("beforeunload", (event) => {
  if (!leavingOnPurpose && editor().dataset.unsaved === "yes") event.preventDefault();
});

// Details opened by hand stay open over a change of order; focus follows the button pressed by its id.
let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll(".form-more[open]")].map((each) => each.id);
});
document.addEventListener("htmx:afterSwap", (event) => {
  for (const id of open) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  const asked = event.detail.requestConfig.elt.value || "";
  // At either end the button that moved the column there cannot be pressed any more: its neighbour takes over.
  const [act, key] = asked.split(":");
  const pressed = document.getElementById(`${act}-${key}`);
  if (pressed && pressed.disabled) document.getElementById(`${act === "up" ? "down" : "up"}-${key}`).focus();
  const fresh = [...document.querySelectorAll("[data-fresh]")];
  if (asked.startsWith("add:") && fresh.length) fresh[fresh.length - 1].focus();
});
