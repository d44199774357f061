// The list of commands that opens above the box when somebody types a slash.

import { h, freshId, fill } from "../parts/dom.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** The words a usage hint offers first: `status [book] | list | ...` gives `status`, `list`. */
function offers(command) {
  const words = (command.usage_hint ?? "").split(" | ").map((part) => part.trim());
  const own = words.filter((word) => /^[a-z]/.test(word));
  return [
    { text: `${command.command} `, label: command.command, note: command.description },
    ...own.map((word) => ({
      text: `${command.command} ${word.split(/\s/)[0]} `,
      label: `${command.command} ${word}`,
      note: "",
    })),
  ];
}

export class CommandList {
  #active = 0;

  /** `complete(text)` puts a chosen command into the box. */
  constructor(box, workspace, complete) {
    this.box = box;
    this.workspace = workspace;
    this.complete = complete;
    const named = { id: freshId("commands"), role: "listbox", "aria-label": "Commands" };
    this.node = h("ul", { class: "command-list", ...named });
    box.setAttribute("aria-controls", this.node.id);
    box.setAttribute("aria-autocomplete", "list");
    box.addEventListener("blur", () => this.hide());
  }

  hide() {
    this.node.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Show the commands that what is typed could become. */
  show(typed) {
    const all = this.workspace.commands.flatMap(offers);
    this.found = /^\/\S*(\s\S*)?$/.test(typed) ? all.filter((one) => begins(one, typed)) : [];
    this.#active = 0;
    this.node.hidden = this.found.length === 0;
    fill(this.node, this.found.map((one, index) => this.#option(one, index)));
    this.#mark();
  }

  #option(one, index) {
    return h(
      "li",
      {
        id: `${this.node.id}-${index}`,
        role: "option",
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.complete(one.text),
      },
      h("code", {}, one.label),
      one.note ? h("small", {}, one.note) : null,
    );
  }

  #mark() {
    for (const [index, node] of [...this.node.children].entries()) {
      node.classList.toggle("active", index === this.#active);
      node.setAttribute("aria-selected", String(index === this.#active));
      if (index === this.#active) node.scrollIntoView({ block: "nearest" });
    }
    if (this.node.hidden) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", `${this.node.id}-${this.#active}`);
  }

  /** Take a key press if the list is open and it is meant for it. */
  key(event) {
    if (this.node.hidden) return false;
    const count = this.found.length;
    if (event.key in STEPS) this.#active = (this.#active + STEPS[event.key] + count) % count;
    else if (event.key === "Tab" || (event.key === "Enter" && this.#incomplete())) {
      this.complete(this.found[this.#active].text);
    } else if (event.key === "Escape") this.hide();
    else return false;
    if (event.key in STEPS) this.#mark();
    event.preventDefault();
    return true;
  }

  /** Enter sends a whole command, but completes a part of one. */
  #incomplete() {
    const typed = this.box.value.trim();
    return this.#active > 0 || !this.workspace.commands.some((one) => typed.startsWith(one.command));
  }
}

const begins = (one, typed) => one.text.startsWith(typed) && one.text.trim() !== typed.trim();
