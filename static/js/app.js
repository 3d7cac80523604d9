// What every page shares: dialogs, menus, the countdown, uploads and the handling of failed requests.
import { toast } from "./toast.js";
import { startCountdowns } from "./countdown.js";

const byId = (id) => document.getElementById(id);

// One dialog may serve a whole list: the opener says what it is about.
function fill(dialog, { action, subject, version }) {
  if (!action) return;
  dialog.querySelector("form").action = action;
  dialog.querySelector("[data-subject]").textContent = subject;
  dialog.querySelector("[name=version]").value = version;
}

function openDialog(opener) {
  const dialog = byId(opener.dataset.open);
  fill(dialog, opener.dataset);
  dialog.showModal();
  const first = dialog.querySelector("[autofocus]") || dialog.querySelector("textarea, input:not([type=hidden]), button");
  if (first) first.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    openDialog(opener);
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second press of the same button must not act twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || !button.dataset.busy) return;
  window.setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  }, 0);
});

// Coming back with the browser's back button shows the page as it was left: buttons must work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A refusal comes as a short fragment and is shown in the corner; a page that names what is wrong with an
// entry (422) is shown in place.
const refusalIn = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("[data-refusal]");

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 && !refusalIn(xhr.responseText)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const refusal = refusalIn(xhr.responseText);
  if (refusal) {
    toast(refusal.textContent.trim(), "red");
  } else if (xhr.status === 413) {
    toast("文件太大，服务器没有收下。请上传不超过10MB的文件。", "red");
  } else {
    toast(`这一步没有办成（服务器返回${xhr.status}）。请刷新页面再试一次；仍不行，请联系管理员。`, "red");
  }
});

document.addEventListener("htmx:sendError", () => {
  toast("连不上服务器，刚才的操作没有送达。请检查网络后再试一次。", "red");
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = document.querySelector("[data-upload-bar]");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
  const all = event.detail.loaded === event.detail.total;
  bar.querySelector("[data-upload-text]").textContent = all ? "已上传，正在逐行核对…" : "正在上传…";
});

document.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  const [chosen] = event.target.files;
  event.target.closest(".file-pick").querySelector("[data-file-name]").textContent = chosen ? chosen.name : "还没有选择文件";
});

// Choices that act at once when scripts run; without them the form's own button does the same.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
});

document.documentElement.classList.add("has-js");
startCountdowns();
