// The ledger: what is really in the books.

import { h, fill } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { money } from "../text/money.js";
import { writtenDay } from "../text/dates.js";

const FIRST = 6;

/** Drafts are there to be seen, and are not in the books. */
function counted(entries) {
  const drafts = entries.filter((entry) => entry.draft).length;
  const posted = entries.length - drafts;
  const said = posted === 1 ? "1 entry posted" : `${posted} entries posted`;
  if (!drafts) return said;
  return `${said}, ${drafts === 1 ? "1 draft" : `${drafts} drafts`}`;
}

/** Xero's journals have no number of their own, only words. */
const wordsOf = (entry) => entry.doc_number || entry.private_note || "no number";

/** The words, with a number like [JF-61] kept on one line. */
const unbroken = (words) =>
  words
    .split(/(\[?\b[A-Z]+-\d+\b\]?)/)
    .map((part, place) => (place % 2 ? h("span", { class: "unbroken" }, part) : part));

/** What a line carries beside its account: "Class: Online · Location: Web warehouse". */
const besideOf = ({ beside }) =>
  Object.entries(beside ?? {})
    .map(([what, said]) => `${what}: ${said}`)
    .join(" · ");

const nameOf = (entry) => {
  const marks = [entry.draft && "draft", entry.matched && "matched"].filter(Boolean);
  const drawn = marks.map((mark) => [" ", h("span", { class: "entry-mark" }, mark)]);
  return [unbroken(wordsOf(entry)), drawn];
};

export class Ledger {
  #known = null;
  #all = false;

  /**
   * `rate` is the field of an entry's own that holds its exchange rate, if the platform has one;
   * `acts` draws what can be done with an entry; null where nothing can.
   */
  constructor(rate, acts = null) {
    this.rate = rate;
    this.acts = acts;
    this.count = h("span", { class: "count", "data-test": "ledger-count" });
    this.list = h("ul", { class: "entries", "data-test": "ledger" });
    this.more = h("button", { type: "button", class: "link", hidden: true });
    this.more.addEventListener("click", () => this.#showAll());
    this.node = h(
      "section",
      { class: "panel", "aria-label": "Ledger" },
      h("div", { class: "panel-head" }, h("h3", {}, "Ledger"), this.count),
      this.list,
      this.more,
    );
  }

  show(company) {
    this.company = company;
    const { entries } = company;
    this.count.textContent = counted(entries);
    const shown = this.#all ? entries : entries.slice(0, FIRST);
    this.more.hidden = shown.length === entries.length;
    this.more.textContent = `Show all ${entries.length}`;
    this.#draw(shown);
    this.#tellNew(entries);
  }

  #showAll() {
    this.#all = true;
    this.show(this.company);
  }

  /** Bring one entry into view, unfolded; nothing happens if it is not there (any more). */
  reveal(id) {
    this.#showAll();
    const entry = this.list.querySelector(`[data-entry="${CSS.escape(id)}"]`);
    if (!entry) return;
    entry.open = true;
    entry.scrollIntoView({ block: "center" });
    entry.querySelector("summary").focus({ preventScroll: true });
  }

  #draw(entries) {
    const signature = JSON.stringify([entries, this.acts ? this.company.accounts : []]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    const pressed = this.#pressed();
    const unfolded = [...this.list.querySelectorAll("details[open]")];
    const open = new Set(unfolded.map((node) => node.dataset.entry));
    const empty = h("li", { class: "empty" }, "Nothing posted yet.");
    const items = entries.map((entry) => this.#entry(entry, open.has(entry.id)));
    fill(this.list, items.length ? items : empty);
    if (pressed) this.list.querySelector(pressed)?.focus({ preventScroll: true });
  }

  /** Where the focus is in the list, in words that find it again after drawing; or null. */
  #pressed() {
    const active = document.activeElement;
    const entry = this.list.contains(active) && active.closest("[data-entry]");
    if (!entry) return null;
    const hook = active.dataset.test;
    const place = `[data-entry="${CSS.escape(entry.dataset.entry)}"]`;
    return hook ? `${place} [data-test="${hook}"]` : `${place} summary`;
  }

  #entry(entry, open) {
    const isNew = this.#known && !this.#known.has(entry.id);
    return h(
      "li",
      { class: isNew ? "entry new" : "entry" },
      h(
        "details",
        { open, "data-entry": entry.id },
        h(
          "summary",
          {},
          h("span", { class: "entry-number" }, nameOf(entry)),
          h("span", { class: "entry-total" }, money(entry.total, entry.currency)),
          h("span", { class: "entry-date" }, writtenDay(entry.date)),
        ),
        entry.doc_number && entry.private_note
          ? h("p", { class: "entry-note" }, entry.private_note)
          : null,
        this.#converted(entry),
        this.#lines(entry),
        this.acts?.row(entry, wordsOf(entry), this.company.accounts),
      ),
    );
  }

  #converted({ own, currency }) {
    const rate = own?.[this.rate];
    const base = this.company.currency;
    if (!rate || currency === base) return null;
    return h("p", { class: "entry-note" }, `1 ${currency} = ${rate} ${base}`);
  }

  #lines(entry) {
    const head = ["Account", "Debit", "Credit"].map((word) => h("th", { scope: "col" }, word));
    const row = (line) => {
      const amount = money(line.amount, entry.currency);
      const debit = line.side.toLowerCase() === "debit";
      const what = line.description ? h("small", {}, line.description) : null;
      const beside = besideOf(line);
      return [
        h(
          "tr",
          {},
          h("td", {}, line.account, what),
          h("td", {}, debit ? amount : ""),
          h("td", {}, debit ? "" : amount),
        ),
        beside ? h("tr", { class: "beside" }, h("td", { colspan: 3 }, beside)) : null,
      ];
    };
    return h(
      "table",
      { class: "lines" },
      h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, entry.lines.map(row)),
    );
  }

  #tellNew(entries) {
    const isNew = (entry) => !this.#known.has(entry.id) && !entry.draft;
    const fresh = this.#known ? entries.filter(isNew) : [];
    this.#known = new Set(entries.map((entry) => entry.id));
    const numbers = fresh.map(wordsOf).join(", ");
    if (fresh.length) announce(`Posted to the ledger: ${numbers}`);
  }
}
