// Files that prove a field: sent as soon as they are chosen, the rest of the page stays as it is.
import { toast } from "./toast.js";

const UNREACHED = "连不上服务器，文件没有传到。请检查网络后再试一次。";
const TOO_LARGE = "文件太大，服务器没有收下。请压缩或缩小后再上传。";

async function post(url, body, place, onChanged) {
  const state = place.querySelector("[data-upload-state]");
  state.textContent = "正在办理…";
  try {
    const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const answer = await response.json().catch(() => ({ message: response.status === 413 ? TOO_LARGE : UNREACHED }));
    if (answer.html) {
      place.replaceChildren(...new DOMParser().parseFromString(answer.html, "text/html").body.childNodes);
      onChanged(answer.findings);
    }
    if (answer.message) toast(answer.message, "red");
  } catch {
    toast(UNREACHED, "red");
  }
  const shown = place.querySelector("[data-upload-state]");
  if (shown) shown.textContent = "";
}

export function startFiles(form, onChanged) {
  const uploads = document.getElementById("evidence-form");
  const token = uploads.querySelector("[name=csrfmiddlewaretoken]").value;
  const blank = () => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    return body;
  };
  form.addEventListener("change", (event) => {
    const chooser = event.target.closest("[data-field-files]");
    if (!chooser || !chooser.files.length) return;
    const code = chooser.dataset.fieldFiles;
    const body = blank();
    body.append("code", code);
    for (const file of chooser.files) body.append(`files-${code}`, file);
    post(uploads.action, body, chooser.closest("[data-files]"), onChanged);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-file]");
    if (!button) return;
    event.preventDefault();
    post(button.formAction, blank(), button.closest("[data-files]"), onChanged);
  });
}
