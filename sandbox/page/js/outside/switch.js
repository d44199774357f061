// A switch with one line of what it does.

import { h, freshId } from "../parts/dom.js";

export class Switch {
  /** `toggle(on)` changes the world; the switch itself moves when the world says it did. */
  constructor({ label, note, hook, toggle }) {
    const words = freshId("switch");
    const detail = note ? freshId("note") : null;
    this.button = h("button", {
      type: "button",
      role: "switch",
      class: "switch",
      "aria-checked": "false",
      "aria-labelledby": words,
      "aria-describedby": detail,
      "data-test": hook,
    });
    this.button.addEventListener("click", () => this.#press(toggle));
    const text = h(
      "span",
      { class: "switch-text" },
      h("span", { id: words }, label),
      note ? h("small", { id: detail }, note) : null,
    );
    text.addEventListener("click", () => this.button.click());
    this.node = h("div", { class: "switch-row" }, text, this.button);
  }

  async #press(toggle) {
    if (this.button.ariaBusy === "true") return;
    this.button.ariaBusy = "true";
    try {
      await toggle(this.button.ariaChecked !== "true");
    } catch {
      this.node.dataset.failed = "true";
    } finally {
      this.button.ariaBusy = null;
    }
  }

  show(on) {
    this.button.ariaChecked = String(on);
    delete this.node.dataset.failed;
  }
}
