// One company: its bad days, its accounts, its ledger.

import { h, icon, fill } from "../parts/dom.js";
import { platform as control } from "../parts/api.js";
import { Accounts } from "./accounts.js";
import { CloseDate } from "./closedate.js";
import { EntryActs } from "./entryacts.js";
import { HandEntry } from "./handentry.js";
import { Ledger } from "./ledger.js";
import { Lists } from "./lists.js";
import { Modes } from "./modes.js";
import { Switch } from "./switch.js";
import { troubles } from "./troubles.js";

export class Company {
  /** `actor()` names who acts by hand; `after()` reads the state again once something changed. */
  constructor({ id, name, closings, own, lists, rate, isReal }, realm, actor, after) {
    const change = (path, body) => control(id).post(`companies/${realm}${path}`, body).finally(after);
    const set = (body) => change("", body);
    this.signedOut = new Switch({
      label: `${name} has signed jefail out`,
      note: "The authorisation is withdrawn; someone must reconnect.",
      hook: "signed-out",
      toggle: (on) => set({ connected: !on }),
    });
    this.mayNotPost = new Switch({
      label: "This user may not create journal entries",
      note: "Reading works, posting is refused.",
      hook: "may-not-post",
      toggle: (on) => set({ can_post: !on }),
    });
    this.own = own.map(({ field, on, off, label, note, list }) => {
      const hook = field.replaceAll("_", "-");
      const toggle = (turned) => set({ [field]: turned ? on : off });
      return { field, on, list, switch: new Switch({ label, note, hook, toggle }) };
    });
    this.closeDates = closings.map(
      ({ field, label }) => new CloseDate(field, label, (day) => set({ [field]: day })),
    );
    this.modes = isReal ? null : new Modes(name, set);
    this.accounts = new Accounts((id, active) => change(`/accounts/${id}`, { active }));
    const remove = (entry, by) => {
      const path = `companies/${realm}/entries/${entry}?${new URLSearchParams({ by })}`;
      return control(id).delete(path).finally(after);
    };
    const acts = { change: (entry, what) => change(`/entries/${entry}`, what), remove, actor };
    this.lists = new Lists(lists, set);
    this.ledger = new Ledger(rate, isReal ? null : new EntryActs(name, acts));
    this.handEntry = new HandEntry(name, (entry) => change("/entries", entry));
    this.sign = h("div", { class: "sign", role: "status", "data-test": "trouble" });
    this.node = h(
      "div",
      { class: "company" },
      this.sign,
      h(
        "section",
        { class: "panel", "aria-label": "Bad days" },
        h("h3", {}, "Bad days"),
        this.closeDates.map((one) => one.node),
        this.signedOut.node,
        this.mayNotPost.node,
        this.own.map((one) => one.switch.node),
      ),
      this.ledger.node,
      this.handEntry.node,
      this.modes?.node ?? null,
      this.accounts.node,
      this.lists.node,
    );
  }

  /** Draw the company's present state. */
  show(company) {
    this.#showSign(troubles(company));
    this.ledger.show(company);
    this.signedOut.show(!company.connected);
    this.mayNotPost.show(!company.can_post);
    for (const one of this.closeDates) one.show(company);
    for (const one of this.own) {
      one.switch.node.hidden = one.list !== undefined && !company[one.list]?.length;
      one.switch.show(company[one.field] === one.on);
    }
    this.modes?.show(company);
    this.accounts.show(company.accounts);
    this.lists.show(company);
    this.handEntry.show(company.accounts);
  }

  #showSign(sentences) {
    const signature = sentences.join();
    if (this.sign.dataset.says === signature) return;
    this.sign.dataset.says = signature;
    this.sign.dataset.tone = sentences.length ? "bad" : "good";
    fill(
      this.sign,
      icon(sentences.length ? "alert" : "check"),
      sentences.length
        ? h("ul", {}, sentences.map((sentence) => h("li", {}, sentence)))
        : h("p", {}, "A good day: signed in, books open"),
    );
  }
}
