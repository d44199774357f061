// Typing an entry into a platform by hand, as someone does who did not wait for jefail.

import { h, fill } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { localIsoDate } from "../text/dates.js";
import { AMOUNT, accountOption, field, input, refusal } from "./handfields.js";

export class HandEntry {
  /** `enter(entry)` puts it into the ledger, or throws the refusal. */
  constructor(platform, enter) {
    this.platform = platform;
    this.enter = enter;
    this.number = input("hand-number", { maxlength: 21 });
    this.date = input("hand-date", { type: "date", required: true, value: localIsoDate(new Date()) });
    this.amount = input("hand-amount", { ...AMOUNT, placeholder: "0.00" });
    this.debit = h("select", { required: true, "data-test": "hand-debit" });
    this.credit = h("select", { required: true, "data-test": "hand-credit" });
    this.trouble = h("p", { class: "warning", role: "alert", hidden: true });
    this.node = h(
      "details",
      { class: "panel fold", "data-test": "hand" },
      h("summary", {}, h("h3", {}, "Type an entry by hand")),
      h("p", { class: "fold-note" }, `As someone in ${platform} might. Nobody tells jefail.`),
      this.#form(),
    );
  }

  #form() {
    const form = h(
      "form",
      { class: "hand" },
      field("Number", this.number),
      field("Date", this.date),
      field("Amount", this.amount),
      field("Debit", this.debit),
      field("Credit", this.credit),
      this.trouble,
      h("button", { type: "submit", class: "button", "data-test": "hand-enter" }, `Enter in ${this.platform}`),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    return form;
  }

  /** Offer the accounts that take entries. */
  show(accounts) {
    const active = accounts.filter((account) => account.active);
    const signature = JSON.stringify(active);
    if (signature === this.drawn) return;
    this.drawn = signature;
    for (const select of [this.debit, this.credit]) {
      const { value } = select;
      const options = active.map((account) => accountOption(account, value));
      fill(select, h("option", { value: "" }, "Choose an account"), options);
    }
  }

  async #send() {
    const line = (side, account) => ({ side, amount: this.amount.value, account: account.value });
    try {
      await this.enter({
        doc_number: this.number.value.trim(),
        date: this.date.value,
        lines: [line("debit", this.debit), line("credit", this.credit)],
      });
      this.#warn(null);
      announce(`Entered in ${this.platform}`);
      for (const field of [this.number, this.amount]) field.value = "";
      this.number.focus();
    } catch (error) {
      this.#warn(refusal(error, this.platform, "entered"));
    }
  }

  #warn(text) {
    this.trouble.hidden = !text;
    this.trouble.textContent = text ?? "";
  }
}
