// The checks a person sees while typing. The same rules, sent by the server, are applied there again.
import { parse } from "./decimal.js";

// Each check returns null or the sentence to show; an empty or unreadable field is never compared.
const CHECKS = {
  not_above: (rule, value) => {
    const [part, whole] = rule.codes.map(value);
    return part !== null && whole !== null && part > whole ? rule.message : null;
  },
  together: (rule, value) => {
    const [first, second] = rule.codes.map(value);
    return first !== null && second !== null && (first > 0n) !== (second > 0n) ? rule.message : null;
  },
};

// Problems of the whole form, as the server would put them: [{codes, message, blocking}].
export function problemsOf(fields, rules) {
  const found = [];
  for (const field of fields) {
    if (field.text !== "" && parse(field.text, field.decimals) === null) {
      found.push({ codes: [field.code], message: unreadable(field), blocking: true });
    }
  }
  const texts = new Map(fields.map((field) => [field.code, field]));
  const value = (code) => {
    const field = texts.get(code);
    return field && field.text !== "" ? parse(field.text, field.decimals) : null;
  };
  for (const rule of rules) {
    const message = CHECKS[rule.kind](rule, value);
    if (message) found.push({ codes: rule.codes, message, blocking: rule.blocking });
  }
  return found;
}

function unreadable(field) {
  const whole = "应填不小于0的整数，例如 12。";
  const places = `应填不小于0的数，最多${field.decimals}位小数，例如 1.5。`;
  return `“${field.name}”现为“${field.text}”，${field.decimals ? places : whole}`;
}
