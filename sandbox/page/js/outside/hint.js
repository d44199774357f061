// The first hint of what to try; it speaks of the company that has a bad day now, if one has.

import { h, fill } from "../parts/dom.js";
import { recall, remember } from "../parts/memory.js";
import { choicesOf } from "./lists.js";
import { closedThrough } from "./platforms.js";

const MAKE_ONE = [
  "Below, close July 2026 in one of the companies.",
  "Press Retry on a card with July dates: the card tells you that the month is closed.",
  "Open the books again and press Retry once more: the card turns to Posted, and the ledger " +
    "shows the entry, once.",
];

const WHOLE_ENTRIES =
  "Look through the channels for cards that ask for a class, a tax code, a customer or a rate. " +
  "“Change by hand” in an entry below makes one more.";

/** What to press on the panel so that this company takes entries again; empty if it does. */
function mending(company) {
  return [
    closedThrough(company) ? "press “Open the books”" : null,
    company.can_post ? null : "turn off “This user may not create journal entries”",
  ].filter(Boolean);
}

/** The company whose bad day can be mended by a press or two, if there is one. */
export const mendable = (companies) =>
  companies.find((one) => one.connected && mending(one).length);

function firstSteps(company) {
  if (!company) return MAKE_ONE;
  return [
    `Choose ${company.name} below and ${mending(company).join(" and ")}.`,
    "Press Retry on its card: the card turns to Posted, and the ledger shows the entries, once.",
    "Pressed too early, nothing is lost: the card comes back and says why.",
  ];
}

function stepsFor(companies) {
  const steps = firstSteps(mendable(companies));
  return companies.some((one) => choicesOf(one).length) ? [...steps, WHOLE_ENTRIES] : steps;
}

export class Hint {
  constructor(root) {
    this.root = root;
    this.steps = h("ol", {});
    const properties = { type: "button", class: "link", "data-test": "hint-dismiss" };
    const dismiss = h("button", { ...properties, onclick: () => this.#dismiss() }, "Got it");
    fill(root, h("h3", {}, "Try this first"), this.steps, dismiss);
  }

  /** Show what to try with these companies, unless the hint was put away before. */
  show(companies) {
    this.root.hidden = recall("hint", "shown") === "dismissed";
    fill(this.steps, stepsFor(companies).map((step) => h("li", {}, step)));
  }

  #dismiss() {
    remember("hint", "dismissed");
    this.root.hidden = true;
  }
}
