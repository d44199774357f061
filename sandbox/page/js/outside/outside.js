// The world beyond Slack: the companies in the accounting platforms, their ledgers and bad days.

import { h, fill } from "../parts/dom.js";
import { OUTSIDE_STREAM } from "../parts/api.js";
import { coalesce } from "../parts/coalesce.js";
import { recall, remember } from "../parts/memory.js";
import { followTogether } from "../parts/stream.js";
import { Company } from "./company.js";
import { mendable } from "./hint.js";
import { readCompanies } from "./platforms.js";
import { troubles } from "./troubles.js";

/** A company's name and platform, marked while something is bad there. */
function label(company) {
  const name = `${company.name} in ${company.platform.name}`;
  return troubles(company).length ? `${name} (a bad day)` : name;
}

export class Outside {
  #panels = new Map();

  /** `hint` is shown the companies whenever they were read; `actor()` names who acts by hand. */
  constructor(root, hint, actor) {
    this.hint = hint;
    this.actor = actor;
    this.realm = recall("company", null);
    this.companies = [];
    this.refresh = coalesce(() => this.#read());
    this.note = h("p", { class: "warning", role: "alert", hidden: true });
    this.choice = h("div", { class: "company-choice" });
    this.place = h("div");
    fill(root, this.note, this.choice, this.place);
  }

  /** Read everything and stay up to date. */
  start() {
    this.#update();
    followTogether("outside", OUTSIDE_STREAM, {
      onEvent: () => this.#update(),
      onOpen: () => this.#update(),
      onDown: () => this.#say("The platforms’ stand-ins do not answer, trying again."),
    });
  }

  #update() {
    this.refresh().catch(() => this.#say("The state of the platforms could not be read."));
  }

  #say(text) {
    this.note.hidden = !text;
    this.note.textContent = text ?? "";
  }

  async #read() {
    this.companies = await readCompanies();
    this.#say(null);
    this.hint.show(this.companies);
    this.#draw();
  }

  #draw() {
    if (!this.companies.length) {
      fill(this.choice);
      fill(this.place, h("p", { class: "empty" }, "No company yet. “jefail demo” makes some."));
      return;
    }
    const company = this.#chosen();
    this.#drawChoice(company);
    const panel = this.#panelOf(company);
    panel.show(company);
    if (this.place.firstChild !== panel.node) fill(this.place, panel.node);
  }

  /** The company somebody chose; before that the one the hint speaks of. */
  #chosen() {
    const chosen = this.companies.find((one) => one.realm === this.realm);
    const company = chosen ?? mendable(this.companies) ?? this.companies[0];
    this.realm = company.realm;
    return company;
  }

  /** Show one entry of a company's ledger, its lines unfolded. */
  async reveal(realm, id) {
    this.realm = realm;
    await this.refresh();
    this.#panels.get(realm)?.ledger.reveal(id);
  }

  #panelOf({ realm, platform }) {
    if (!this.#panels.has(realm)) {
      this.#panels.set(realm, new Company(platform, realm, this.actor, () => this.#update()));
    }
    return this.#panels.get(realm);
  }

  #drawChoice(company) {
    const labels = this.companies.map((one) => [one.realm, label(one)]);
    const signature = JSON.stringify([company.realm, labels]);
    if (signature === this.drawnChoice) return;
    this.drawnChoice = signature;
    const select = h(
      "select",
      { id: "company", "data-test": "company", onchange: () => this.#choose(select.value) },
      labels.map(([realm, words]) =>
        h("option", { value: realm, selected: realm === company.realm }, words),
      ),
    );
    fill(this.choice, h("label", { for: "company" }, "Company"), select);
  }

  #choose(realm) {
    this.realm = realm;
    remember("company", realm);
    this.#draw();
    document.getElementById("company").focus();
  }
}
