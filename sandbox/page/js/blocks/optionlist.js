// The open list of a select: a search field that steers a listbox, as the ARIA combobox pattern says.

import { h, freshId, fill } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { drawText } from "../text/text.js";
import { findOptions } from "./options.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const TYPING_PAUSE = 150;

export class OptionList {
  #question = 0;
  #timer = null;

  /** Fill the panel. `hooks`: `{chosen(), choose(option), clear|null, place()}`. */
  constructor(panel, place, hooks) {
    this.place = place;
    this.hooks = hooks;
    this.list = h("ul", {
      id: freshId("options"),
      role: "listbox",
      class: "option-list",
      "aria-label": "Options",
    });
    this.search = h("input", {
      class: "field option-search",
      role: "combobox",
      "aria-controls": this.list.id,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      "aria-label": "Search options",
      placeholder: "Search",
      autocomplete: "off",
      "data-test": "option-search",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    fill(panel, this.search, this.list, hooks.clear ? this.#clearButton() : null);
    this.#load();
  }

  #clearButton() {
    const { clear } = this.hooks;
    return h("button", { type: "button", class: "option-clear", onclick: clear }, "Clear the choice");
  }

  #typed() {
    clearTimeout(this.#timer);
    const external = this.place.element.type.includes("external");
    this.#timer = setTimeout(() => this.#load(), external ? TYPING_PAUSE : 0);
  }

  async #load() {
    const mine = ++this.#question;
    let groups = null;
    let trouble = null;
    try {
      groups = await findOptions(this.place, this.search.value);
    } catch {
      trouble = "The options could not be loaded. Type again to retry.";
    }
    // Answers may overtake each other; only the newest question counts.
    if (mine === this.#question) this.#show(groups, trouble);
  }

  #show(groups, trouble) {
    const least = this.place.element.min_query_length ?? 3;
    const hint = trouble ?? (groups ? "Nothing found" : `Type at least ${least} letters`);
    const found = groups?.flatMap((group) => group.options) ?? [];
    fill(
      this.list,
      found.length ? groups.map((group) => this.#group(group)) : h("li", { class: "none" }, hint),
    );
    announce(found.length ? `${found.length} options` : hint);
    this.#activate(this.#options().find((node) => node.ariaSelected === "true") ?? this.#options()[0]);
    this.hooks.place();
  }

  #group(group) {
    const options = group.options.map((option) => this.#option(option));
    if (!group.label) return options;
    const id = freshId("group");
    return h(
      "li",
      { role: "group", "aria-labelledby": id },
      h("div", { id, class: "group-label" }, drawText(group.label, this.place.surface.names)),
      h("ul", { role: "presentation" }, options),
    );
  }

  #option(option) {
    const { names } = this.place.surface;
    const chosen = this.hooks.chosen().some((one) => one.value === option.value);
    const node = h(
      "li",
      {
        id: freshId("option"),
        role: "option",
        "aria-selected": String(chosen),
        "data-value": option.value,
      },
      h("span", {}, drawText(option.text, names)),
      option.description ? h("small", {}, drawText(option.description, names)) : null,
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => this.#choose(node, option));
    return node;
  }

  #choose(node, option) {
    this.hooks.choose(option);
    const chosen = this.hooks.chosen().some((one) => one.value === option.value);
    node.setAttribute("aria-selected", String(chosen));
    this.#activate(node);
  }

  #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #activate(node) {
    this.list.querySelector(".active")?.classList.remove("active");
    node?.classList.add("active");
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.search.setAttribute("aria-activedescendant", node.id);
    else this.search.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const options = this.#options();
    const at = options.findIndex((node) => node.classList.contains("active"));
    if (event.key in STEPS && options.length) {
      event.preventDefault();
      this.#activate(options.at((at + STEPS[event.key]) % options.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      options[at]?.click();
    }
  }
}
