// How the platform answers: one way at a time, for ever or for some calls.

import { h, freshId } from "../parts/dom.js";
import { modesOf } from "./troubles.js";

const TIMES = [
  ["", "until changed"],
  ["1", "for the next call"],
  ["3", "for the next 3 calls"],
];

export class Modes {
  /** What was asked and not answered yet: a state read before must not move the choice back. */
  #asked = 0;

  constructor(platform, set) {
    const name = freshId("mode");
    const modes = modesOf(platform);
    this.times = h(
      "select",
      { "aria-label": "How long", "data-test": "mode-times" },
      TIMES.map(([value, label]) => h("option", { value }, label)),
    );
    this.inputs = modes.map(({ mode }) =>
      h("input", { type: "radio", name, value: mode, "data-test": `mode-${mode}` }),
    );
    for (const input of this.inputs) {
      input.addEventListener("change", () => this.#ask(() => set(this.#wanted(input.value))));
    }
    this.node = h(
      "fieldset",
      { class: "panel modes" },
      h("legend", {}, `How ${platform} answers`),
      modes.map((one, index) =>
        h(
          "label",
          { class: "choice" },
          this.inputs[index],
          h("span", {}, h("span", {}, one.label), h("small", {}, one.note)),
        ),
      ),
      h("label", { class: "times" }, h("span", {}, "A bad answer lasts"), this.times),
    );
  }

  async #ask(set) {
    this.#asked += 1;
    try {
      await set();
    } finally {
      this.#asked -= 1;
    }
  }

  #wanted(mode) {
    const times = this.times.value ? Number(this.times.value) : null;
    return { mode, mode_times: mode === "ok" ? null : times };
  }

  show({ mode }) {
    if (this.#asked) return;
    for (const input of this.inputs) input.checked = input.value === mode;
  }
}
