// Keys as shortcuts: which one was pressed, and whether it was meant as text.

// With a Chinese input method on, the key is told only by its place on the keyboard.
export function named(event) {
  if (event.key === "?" || event.key === "？") return "?";
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

export const typing = (target) =>
  target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])");

export const withControl = (event) => event.ctrlKey || event.metaKey || event.altKey;
