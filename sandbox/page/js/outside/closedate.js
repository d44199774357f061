// Closing the books through a day, and opening them again.

import { h, fill, freshId } from "../parts/dom.js";
import { writtenDay } from "../text/dates.js";

/** The month the examples stand in; a quick button for it is always there. */
const EXAMPLE_MONTH = "2026-07";

function monthName(month) {
  const style = { month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString(undefined, style);
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

export class CloseDate {
  /** `field` of a company holds the day; `close(day)` sets it, null opens the books. */
  constructor(field, label, close) {
    this.field = field;
    this.close = close;
    this.words = freshId("close");
    this.state = h("small", {});
    const named = { "aria-labelledby": this.words, "data-test": field.replaceAll("_", "-") };
    this.input = h("input", { type: "date", class: "field", ...named });
    this.input.addEventListener("change", () => {
      if (this.input.value) close(this.input.value);
    });
    this.buttons = h("div", { class: "close-buttons" });
    this.node = h(
      "div",
      { class: "close-row" },
      h(
        "div",
        { class: "switch-text" },
        h("span", { id: this.words }, label),
        this.state,
      ),
      h("div", { class: "close-tools" }, this.input, this.buttons),
    );
  }

  show({ [this.field]: day, entries }) {
    this.state.textContent = day
      ? `Closed: nothing dated ${writtenDay(day)} or earlier is taken.`
      : "Open: entries of any date are taken.";
    if (document.activeElement !== this.input) this.input.value = day ?? "";
    const months = [EXAMPLE_MONTH, ...entries.map((entry) => entry.date.slice(0, 7))];
    const signature = JSON.stringify([day, [...new Set(months)].slice(0, 2)]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.#drawButtons(day, [...new Set(months)].slice(0, 2));
  }

  #drawButtons(day, months) {
    const held = this.buttons.contains(document.activeElement);
    const button = (label, hook, to) => {
      const properties = { type: "button", class: "button small", "data-test": hook };
      properties["aria-describedby"] = this.words;
      return h("button", { ...properties, onclick: () => this.close(to) }, label);
    };
    const open = day ? button("Open the books", "open-books", null) : null;
    const closing = months
      .filter((month) => !day || lastDay(month) > day)
      .map((month) => button(`Close ${monthName(month)}`, `close-${month}`, lastDay(month)));
    fill(this.buttons, open, closing);
    if (held) this.buttons.querySelector("button")?.focus();
  }
}
