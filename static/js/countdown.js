// The time left until the cutoff. The server's clock counts: its time on loading is carried along.
const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function remaining(ms) {
  if (ms <= 0) return "已截止";
  if (ms >= DAY) return `还有 ${Math.ceil(ms / DAY)} 天`;
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (hours === 0 && minutes === 0) return "还有不到 1 分钟";
  return hours ? `还有 ${hours} 小时 ${minutes} 分` : `还有 ${minutes} 分钟`;
}

function show(element, offset) {
  const left = Date.parse(element.dataset.cutoff) - (Date.now() + offset);
  element.querySelector("[data-left]").textContent = remaining(left);
  element.dataset.urgency = left <= 0 ? "over" : left < DAY ? "last-day" : "calm";
}

export function startCountdowns() {
  for (const element of document.querySelectorAll("[data-cutoff]")) {
    const offset = Date.parse(element.dataset.now) - Date.now();
    show(element, offset);
    window.setInterval(() => show(element, offset), 15 * 1000);
  }
}
