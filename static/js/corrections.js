// Shows which columns of a correction differ from what stands, and how many.
const form = document.getElementById("correction");
const count = form.querySelector("[data-changed-count]");
const inputs = [...form.querySelectorAll("[data-stored]")];

function mark() {
  const changed = inputs.filter((input) => input.value.trim() !== input.dataset.stored);
  for (const input of inputs) {
    input.closest(".corr-row").classList.toggle("is-changed", changed.includes(input));
  }
  count.textContent = changed.length ? `已改 ${changed.length} 项` : "还没有改动";
}

form.addEventListener("input", mark);
mark();
