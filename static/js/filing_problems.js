// What keeps a record from being filed: as a list in the bar that leads to each field, and beside the fields.
const BLANK = "还没有填。";
const placeOf = (name) => document.getElementById(`field-${name}`);

export function goTo(name) {
  const place = placeOf(name);
  if (!place) return;
  place.scrollIntoView({ block: "center" });
  const field = place.querySelector("input:not([type=hidden]), select, textarea");
  if (field) field.focus({ preventScroll: true });
}

export function listProblems(problems) {
  const bar = document.getElementById("filing-bar");
  const menu = bar.querySelector(".problem-menu");
  menu.hidden = problems.length === 0;
  bar.querySelector("[data-no-problems]").hidden = problems.length > 0;
  bar.querySelector("[data-problem-count]").textContent = `还有 ${problems.length} 处要完成`;
  bar.querySelector(".problem-list").replaceChildren(...problems.map((problem) => item(problem, menu)));
  const blank = new Set(problems.filter(({ words }) => words.endsWith(BLANK)).map(({ field }) => field));
  for (const place of document.querySelectorAll("[id^=field-]")) {
    const name = place.id.slice("field-".length);
    const wrong = problems.find(({ field }) => field === name && !blank.has(name));
    show(place, wrong ? wrong.words : "");
    if (!blank.has(name)) unmark(place);
  }
}

function item(problem, menu) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#field-${problem.field}`;
  link.textContent = problem.words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    menu.open = false;
    goTo(problem.field);
  });
  entry.append(link);
  return entry;
}

// Fields whose text the server would not take; the text stays on the page.
export function markRefused(refused) {
  for (const [name, words] of Object.entries(refused)) {
    const place = placeOf(name);
    if (place) show(place, words);
  }
}

// Once somebody wants to file, what is blank is pointed out beside its field too.
export function showBlank(problems) {
  for (const { field, words } of problems) {
    const place = placeOf(field);
    if (place) show(place, words);
  }
}

function show(place, words) {
  const error = place.querySelector("[data-error]");
  if (!error) return;
  error.hidden = !words;
  error.querySelector("span").textContent = words;
  const field = place.querySelector(".control");
  if (words) field.setAttribute("aria-invalid", "true");
  else unmark(place);
}

function unmark(place) {
  const field = place.querySelector(".control");
  if (field) field.removeAttribute("aria-invalid");
}
