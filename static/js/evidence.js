// Uploading photos and documents one by one with progress and preview, and looking at photos in full.
// Without scripts the form's own button sends all files at once, and a photo opens as a page of its own.
import { icon } from "./toast.js";

const MEGABYTE = 1024 * 1024;
const PREVIEW = 96;
const TOO_LARGE = "文件太大，服务器没有收下。请压缩或缩小后再上传。";
const UNREACHED = "连不上服务器，没有传到。请检查网络后点“重试”。";
const waiting = [];
let busy = false;

const element = (name, className = "", words = "") => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  return made;
};

const sizeOf = (file) =>
  file.size >= MEGABYTE ? `${(file.size / MEGABYTE).toFixed(1)}MB` : `${Math.max(1, Math.round(file.size / 1024))}KB`;

// A small drawing rather than the photo itself: twenty photos of a phone would fill its memory.
async function preview(file, place) {
  if (!file.type.startsWith("image/")) return;
  try {
    const picture = await createImageBitmap(file, { resizeWidth: PREVIEW, resizeQuality: "medium" });
    const canvas = element("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    canvas.setAttribute("aria-hidden", "true");
    picture.close();
    place.replaceWith(canvas);
  } catch {
    // Not a picture after all: the server says what it is.
  }
}

function line(form, file) {
  const list = form.querySelector(".evidence-queue");
  list.hidden = false;
  const item = element("li");
  const blank = element("span", "evidence-blank");
  blank.append(icon("form"));
  const what = element("div", "evidence-what");
  const state = element("p", "muted small", "等待上传");
  const bar = element("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name}上传进度`);
  what.append(element("p", "", `${file.name}　${sizeOf(file)}`), state, bar);
  const acts = element("div", "acts");
  item.append(blank, what, acts);
  list.append(item);
  preview(file, blank);
  return { form, file, item, state, bar, acts };
}

function act(words, name, action) {
  const button = element("button", "btn btn-small", words);
  button.type = "button";
  button.setAttribute("aria-label", `${words}${name}`);
  button.addEventListener("click", action);
  return button;
}

function drop(job) {
  const list = job.item.parentElement;
  job.item.remove();
  list.hidden = !list.children.length;
}

function fail(job, words, again) {
  job.item.className = "failed";
  job.state.className = "small";
  job.state.textContent = words;
  job.bar.hidden = true;
  const away = act("知道了", job.file.name, () => drop(job));
  const retry = act("重试", job.file.name, () => {
    job.item.className = "";
    job.acts.replaceChildren();
    job.bar.hidden = false;
    enqueue(job);
  });
  job.acts.replaceChildren(...(again ? [retry, away] : [away]));
}

// What is shown of the files elsewhere on the page is drawn anew.
function redraw(html, hazard) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-evidence-gallery]");
  for (const shown of document.querySelectorAll(`[data-evidence-gallery="${hazard}"]`)) {
    const copy = document.importNode(fresh, true);
    shown.replaceWith(copy);
    window.htmx.process(copy);
  }
}

function answered(job, request) {
  const refusal = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-refusal]");
  if (request.status === 200) {
    redraw(request.responseText, job.form.dataset.evidenceUpload);
    drop(job);
    job.form.dispatchEvent(new CustomEvent("evidence:added", { bubbles: true, detail: { name: job.file.name } }));
  } else if (refusal) {
    fail(job, refusal.textContent.trim(), false);
  } else {
    fail(job, request.status === 413 ? TOO_LARGE : `没有传成（服务器返回${request.status}）。请点“重试”。`, request.status !== 413);
  }
}

function send(job) {
  return new Promise((done) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "stage", "next"]) body.append(name, job.form.elements[name].value);
    body.append("files", job.file);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      job.bar.value = (100 * event.loaded) / event.total;
      job.state.textContent = event.loaded === event.total ? "已传到，正在检查…" : "正在上传…";
    });
    request.addEventListener("load", () => answered(job, request));
    request.addEventListener("error", () => fail(job, UNREACHED, true));
    request.addEventListener("loadend", done);
    request.open("POST", job.form.action);
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  });
}

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) await send(waiting.shift());
  busy = false;
}

function enqueue(job) {
  job.state.className = "muted small";
  job.state.textContent = "等待上传";
  waiting.push(job);
  work();
}

function take(form, files) {
  for (const file of files) enqueue(line(form, file));
}

function prepare(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "true";
  form.querySelector(".evidence-camera").hidden = !window.matchMedia("(pointer: coarse)").matches;
  form.querySelector(".evidence-drag").hidden = !window.matchMedia("(pointer: fine)").matches;
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    event.stopPropagation();
    take(form, event.target.files);
    event.target.value = "";
  });
  const zone = form.querySelector(".evidence-drop");
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(form, event.dataTransfer.files);
  });
}

window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});

// Photos in full: arrows turn the page, Escape closes.
let viewer = null;
let photos = [];
let at = 0;

function show(step) {
  at = (at + step + photos.length) % photos.length;
  const link = photos[at];
  viewer.querySelector("img").src = link.href;
  viewer.querySelector("img").alt = link.querySelector("img").alt;
  viewer.querySelector("figcaption span").textContent = `${link.dataset.caption}（${at + 1}/${photos.length}）`;
}

function openViewer(link) {
  if (!viewer) {
    viewer = element("dialog", "evidence-viewer");
    viewer.setAttribute("aria-label", "照片");
    const acts = element("div", "acts");
    acts.append(act("上一张", "", () => show(-1)), act("下一张", "", () => show(1)), act("关闭", "", () => viewer.close()));
    const caption = element("figcaption");
    caption.append(element("span"), acts);
    const figure = element("figure");
    figure.append(element("img"), caption);
    viewer.append(figure);
    viewer.addEventListener("keydown", (event) => {
      // The page behind has keys of its own.
      event.stopPropagation();
      if (event.key === "ArrowLeft") show(-1);
      if (event.key === "ArrowRight") show(1);
    });
    viewer.addEventListener("close", () => photos[at].focus());
    document.body.append(viewer);
  }
  photos = [...link.closest("[data-evidence-gallery]").querySelectorAll("[data-evidence-view]")];
  at = photos.indexOf(link);
  show(0);
  viewer.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-evidence-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openViewer(link);
});

const prepareAll = (root) => root.querySelectorAll("form[data-evidence-upload]").forEach(prepare);
document.addEventListener("htmx:load", (event) => prepareAll(event.target.parentElement || document));
prepareAll(document);
