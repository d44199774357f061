// The button that says how much is new below.

import { h, fill } from "../parts/dom.js";

export class Pill {
  #count = 0;

  /** `pressed()` leads to what is new. */
  constructor(button, pressed) {
    this.button = button;
    button.addEventListener("click", pressed);
  }

  /** So many more have come. */
  add(count) {
    this.#count += count;
    const words = this.#count === 1 ? "1 new message" : `${this.#count} new messages`;
    fill(this.button, words, h("span", { "aria-hidden": "true" }, " ↓"));
    this.button.hidden = false;
  }

  /** All has been seen. */
  clear() {
    this.#count = 0;
    this.button.hidden = true;
  }
}
