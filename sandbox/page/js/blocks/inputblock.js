// The input block: a label, one element, a hint, and what is wrong with it.

import { h, freshId, icon } from "../parts/dom.js";
import { drawText } from "../text/text.js";
import { drawElement } from "./elements.js";

function described(hint, error) {
  return [hint?.id, error?.id].filter(Boolean).join(" ") || null;
}

/** Draw an input block; `wrong` is the error for it, if any. */
export function drawInput(block, surface, wrong) {
  const { names } = surface;
  const labelledBy = freshId("label");
  const error = wrong
    ? h(
        "p",
        { id: freshId("error"), class: "field-error", "data-test": "field-error" },
        icon("alert"),
        wrong,
      )
    : null;
  const hint = block.hint
    ? h("p", { id: freshId("hint"), class: "field-hint" }, drawText(block.hint, names))
    : null;
  const control = drawElement(surface, block.block_id, block.element, {
    quiet: !block.dispatch_action,
    optional: block.optional,
    labelledBy,
    describedBy: described(hint, error),
  });
  markControl(control, block, wrong);
  return h(
    "div",
    { class: `input-block ${wrong ? "wrong" : ""}` },
    h(
      "div",
      { class: "field-label", id: labelledBy },
      drawText(block.label, names),
      block.optional ? h("span", { class: "optional" }, " (optional)") : null,
    ),
    control,
    error,
    hint,
  );
}

function markControl(control, block, wrong) {
  const hook = "[data-action-id]";
  const field = control.matches(hook) ? control : control.querySelector(hook);
  if (!field) return;
  if (!block.optional && field.matches("input, textarea")) field.setAttribute("aria-required", "true");
  if (wrong) field.setAttribute("aria-invalid", "true");
}
