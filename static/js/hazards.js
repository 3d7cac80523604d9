// The judgment assistant: put a standard's wording into the field, and give back what was written before.
const field = document.getElementById("id_description");
const restore = document.querySelector("[data-restore]");
let written = null;

function write(words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-wording]");
  if (!offer) return;
  event.preventDefault();
  if (written === null) written = field.value;
  restore.hidden = false;
  write(offer.dataset.wording);
});

restore.addEventListener("click", () => {
  write(written);
  written = null;
  restore.hidden = true;
});
