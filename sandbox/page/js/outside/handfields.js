// What the forms have in common in which people type into a platform by hand.

import { h, freshId } from "../parts/dom.js";

/** What may be typed for an amount: the properties of its field. */
export const AMOUNT = {
  inputmode: "decimal",
  required: true,
  pattern: "[0-9]+([.][0-9]{1,2})?",
};

/** A label above a control. */
export function field(label, control) {
  control.id = freshId("hand");
  return h("div", { class: "hand-field" }, h("label", { for: control.id }, label), control);
}

export const input = (hook, properties) =>
  h("input", { class: "field", autocomplete: "off", "data-test": hook, ...properties });

/** An account to choose; `chosen` is the id of the one that is. */
export const accountOption = ({ id, number, name }, chosen) =>
  h("option", { value: id, selected: id === chosen }, [number, name].filter(Boolean).join(" "));

/** What to say of an error: the refusal, or that nobody answers and so nothing was `done`. */
export const refusal = (error, platform, done) =>
  error.status ? error.message : `${platform}’s stand-in does not answer. Nothing was ${done}.`;
