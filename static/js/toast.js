// A short message at the corner, read out by screen readers, gone after some seconds unless it is a problem.
const ICONS = { red: "warning", amber: "warning", green: "done", blue: "info" };

export function toast(message, tone = "blue") {
  const region = document.getElementById("toasts");
  const box = document.createElement("div");
  box.className = `notice notice-${tone}`;
  box.setAttribute("role", tone === "red" ? "alert" : "status");
  box.append(icon(ICONS[tone]), text(message), closer(box));
  region.append(box);
  if (tone !== "red") window.setTimeout(() => box.remove(), 8000);
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function text(message) {
  const body = document.createElement("div");
  body.className = "notice-body";
  body.textContent = message;
  return body;
}

function closer(box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-small";
  button.textContent = "知道了";
  button.addEventListener("click", () => box.remove());
  return button;
}
