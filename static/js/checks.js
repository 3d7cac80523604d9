// The checks a person sees while typing: the same comparisons the server makes, over the same columns.
import { parse } from "./decimal.js";

const advice = (blocking, right) => (blocking ? right : "请核对，无误可以报送");

// Each takes two fields with their values and says what is wrong, or null.
const CHECKS = {
  at_most: (part, whole, blocking) =>
    part.value > whole.value ? `${shown(part)}，大于${shown(whole)}，${advice(blocking, "请改正")}。` : null,
  needs: (given, needed, blocking) =>
    given.value > 0n && needed.value === 0n
      ? `${shown(given)}，而${shown(needed)}，${advice(blocking, "请改正其中一项")}。`
      : null,
};

const shown = (field) => `“${field.name}”${field.text}${field.measure}`;

// What can be told here: [{code, codes, message, blocking}].
export function problemsOf(fields, rules) {
  const known = new Map();
  const found = [];
  for (const field of fields) {
    if (field.text === "") continue;
    const value = parse(field.text, field.decimals);
    if (value === null) found.push(unreadable(field));
    else known.set(field.code, { ...field, value });
  }
  for (const rule of rules) {
    const [first, second] = rule.codes.map((code) => known.get(code));
    const message = first && second ? CHECKS[rule.kind](first, second, rule.blocking) : null;
    if (message) found.push({ code: rule.code, codes: rule.codes, message, blocking: rule.blocking });
  }
  return found;
}

function unreadable(field) {
  const due = field.decimals ? `数字（最多${field.decimals}位小数）` : "整数";
  const message = `“${field.name}”应填不小于0的${due}，填的是“${field.text}”，没有保存。`;
  return { code: "unreadable", codes: [field.code], message, blocking: true };
}
