// Exact decimals for hints in the browser. The server decides; these must merely never contradict it.
const SCALE = 6;

// Text as people type or paste it: full-width digits, thousands separators, blanks.
export function tidy(text) {
  return text
    .replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, ".")
    .replace(/[,，\s\u3000]/g, "");
}

// A scaled integer, or null when the text is not a plain number ≥ 0 with at most `decimals` places.
export function parse(text, decimals = SCALE) {
  const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(tidy(text));
  if (!match) return null;
  const fraction = (match[2] || "").replace(/0+$/, "");
  if (fraction.length > decimals) return null;
  return BigInt(match[1] + fraction.padEnd(SCALE, "0"));
}

// A scaled integer as text, with its sign: +3, −1.5, 0.
export function changeText(value) {
  if (value === 0n) return "0";
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  const whole = digits.slice(0, -SCALE);
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${value < 0n ? "−" : "+"}${whole}${fraction ? "." + fraction : ""}`;
}
