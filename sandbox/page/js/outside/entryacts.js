// What people do with an entry that is in the books: change it, match it with the bank, delete it.

import { h } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { changeByHand } from "./entryform.js";
import { Switch } from "./switch.js";

export class EntryActs {
  /** `change(id, what)` and `remove(id, by)` do it at the platform, or throw the refusal. */
  constructor(platform, { change, remove, actor }) {
    this.platform = platform;
    this.change = change;
    this.remove = remove;
    this.actor = actor;
  }

  /** The row beneath an entry's lines; `named` is what the entry is called. */
  row(entry, named, accounts) {
    const matched = new Switch({
      label: "Matched with the bank",
      note: "No app may change it any more.",
      hook: "matched",
      toggle: (on) => this.change(entry.id, { matched: on }),
    });
    matched.show(entry.matched);
    const save = (what) => this.change(entry.id, { ...what, by: this.actor() });
    const { platform } = this;
    const edit = () => changeByHand({ entry, named, accounts, platform, save });
    const button = (hook, label, onclick) =>
      h("button", { type: "button", class: "button", "data-test": hook, onclick }, label);
    return h(
      "div",
      { class: "entry-acts" },
      h(
        "div",
        { class: "close-buttons" },
        button("change", "Change by hand", edit),
        button("delete", "Delete", () => this.#delete(entry, named)),
      ),
      entry.draft ? null : matched.node,
    );
  }

  async #delete(entry, named) {
    await this.remove(entry.id, this.actor());
    announce(`Deleted in ${this.platform}: ${named}`);
  }
}
