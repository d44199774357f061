// The chart of accounts, each with a switch.

import { h, fill } from "../parts/dom.js";
import { Switch } from "./switch.js";

export class Accounts {
  #switches = new Map();

  /** `set(id, active)` changes one account. */
  constructor(set) {
    this.set = set;
    this.count = h("span", { class: "count" });
    this.list = h("div", { class: "accounts" });
    this.node = h(
      "details",
      { class: "panel fold", "data-test": "accounts" },
      h("summary", {}, h("h3", {}, "Accounts"), this.count),
      h("p", { class: "fold-note" }, "An inactive account is refused in new entries."),
      this.list,
    );
  }

  show(accounts) {
    const active = accounts.filter((account) => account.active).length;
    const all = active === accounts.length;
    this.count.textContent = all ? `${active} active` : `${active} of ${accounts.length} active`;
    const nodes = accounts.map((account) => {
      const one = this.#switchOf(account);
      one.show(account.active);
      return one.node;
    });
    const there = [...this.list.children];
    // Placing them anew would take the focus from the one just pressed.
    if (nodes.length !== there.length || nodes.some((node, index) => node !== there[index])) {
      fill(this.list, nodes);
    }
  }

  #switchOf(account) {
    if (!this.#switches.has(account.id)) {
      const toggle = (active) => this.set(account.id, active);
      const label = [account.number, account.name].filter(Boolean).join(" ");
      const hook = `account-${account.id}`;
      this.#switches.set(account.id, new Switch({ label, note: account.type, hook, toggle }));
    }
    return this.#switches.get(account.id);
  }
}
