// One company: its bad days, its accounts, its ledger.

import { h, icon, fill } from "../parts/dom.js";
import { platform as control } from "../parts/api.js";
import { Accounts } from "./accounts.js";
import { CloseDate } from "./closedate.js";
import { EntryActs } from "./entryacts.js";
import { HandEntry } from "./handentry.js";
import { Ledger } from "./ledger.js";
import { Modes } from "./modes.js";
import { Switch } from "./switch.js";
import { troubles } from "./troubles.js";

export class Company {
  /** `after()` reads the state again once something was changed. */
  constructor({ id, name, closings, own, isReal }, realm, after) {
    const change = (path, body) => control(id).post(`companies/${realm}${path}`, body).finally(after);
    const set = (body) => change("", body);
    this.signedOut = new Switch({
      label: `${name} has signed jefail out`,
      note: "The authorisation is withdrawn; somebody must reconnect.",
      hook: "signed-out",
      toggle: (on) => set({ connected: !on }),
    });
    this.mayNotPost = new Switch({
      label: "This user may not create journal entries",
      note: "Reading works, posting is refused.",
      hook: "may-not-post",
      toggle: (on) => set({ can_post: !on }),
    });
    this.own = own.map(({ field, on, off, label, note }) => {
      const hook = field.replaceAll("_", "-");
      const toggle = (turned) => set({ [field]: turned ? on : off });
      return { field, on, switch: new Switch({ label, note, hook, toggle }) };
    });
    this.closeDates = closings.map(
      ({ field, label }) => new CloseDate(field, label, (day) => set({ [field]: day })),
    );
    this.modes = isReal ? null : new Modes(name, set);
    this.accounts = new Accounts((id, active) => change(`/accounts/${id}`, { active }));
    const remove = (entry) => control(id).delete(`companies/${realm}/entries/${entry}`).finally(after);
    const acts = { change: (entry, what) => change(`/entries/${entry}`, what), remove };
    this.ledger = new Ledger(isReal ? null : new EntryActs(name, acts));
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
    );
  }

  /** Draw the company's present state. */
  show(company) {
    this.#showSign(troubles(company));
    this.ledger.show(company);
    this.signedOut.show(!company.connected);
    this.mayNotPost.show(!company.can_post);
    for (const one of this.closeDates) one.show(company);
    for (const one of this.own) one.switch.show(company[one.field] === one.on);
    this.modes?.show(company);
    this.accounts.show(company.accounts);
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
