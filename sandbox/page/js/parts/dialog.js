// A question that must be answered before anything else: the confirm dialog.

import { h, freshId } from "./dom.js";
import { giveBack, placeOfFocus } from "./keepfocus.js";
import { drawText } from "../text/text.js";

/**
 * Ask what a Block Kit confirm object asks. Resolves to true for confirm, false for deny or Esc.
 * The browser's modal dialog keeps the focus inside and gives it back afterwards.
 */
export function confirmed(question, names) {
  const title = freshId("confirm");
  const choice = (label, className, value) =>
    h("button", { class: `button ${className}`, value, "data-test": `confirm-${value}` }, label);
  const tone = question.style === "danger" ? "danger" : "primary";
  const dialog = h(
    "dialog",
    { class: "dialog confirm", "aria-labelledby": title, "data-test": "confirm" },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: title }, drawText(question.title, names)),
      h("div", { class: "dialog-body" }, drawText(question.text, names)),
      h(
        "div",
        { class: "dialog-foot" },
        choice(drawText(question.deny, names), "", "deny"),
        choice(drawText(question.confirm, names), tone, "confirm"),
      ),
    ),
  );
  const from = placeOfFocus();
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack(from);
      resolve(dialog.returnValue === "confirm");
    });
  });
}
