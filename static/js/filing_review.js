// The reading page by keyboard: to the next and the previous unit, to the reason. Everything a key does, a link does.
import { named, typing, withControl } from "./keys.js";
import { toast } from "./toast.js";

const SAME = { j: "n", k: "p" };
const ENDS = { n: "后面没有已报送的单位了。", p: "前面没有已报送的单位了。" };

document.addEventListener("keydown", (event) => {
  if (withControl(event) || typing(event.target)) return;
  const key = SAME[named(event)] || named(event);
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!place && !ENDS[key]) return;
  event.preventDefault();
  if (!place) toast(ENDS[key], "blue");
  else if (place.matches("a")) place.click();
  else place.focus();
});

// A comment opened is meant to be written; how many there are stands beside the reason.
const boxes = () => [...document.querySelectorAll("[data-comment]")];

function count() {
  const written = boxes().filter((box) => box.value.trim()).length;
  const place = document.querySelector("[data-comment-count]");
  if (place && written) place.textContent = `已写 ${written} 项批注`;
  else if (place) place.textContent = "批注写在各项旁边";
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-comment]")) count();
});

document.addEventListener("toggle", (event) => {
  const box = event.target.open && event.target.querySelector("[data-comment]");
  if (box) box.focus();
}, true);

count();
