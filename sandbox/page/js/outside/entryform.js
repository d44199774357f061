// Changing an entry by hand, as someone does in the platform itself.

import { h, freshId } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { AMOUNT, accountOption, field, input, refusal } from "./handfields.js";

/** The accounts that take entries, and the one the line stands on whether it does or not. */
function accountsFor(line, accounts) {
  const offered = accounts.filter(({ id, active }) => active || id === line.account_id);
  const options = offered.map((account) => accountOption(account, line.account_id));
  return h("select", { required: true }, options);
}

/** One line: its account, and its amount under its side. */
function lineFields(line, accounts) {
  const debit = line.side.toLowerCase() === "debit";
  const account = accountsFor(line, accounts);
  const amount = input("edit-amount", { ...AMOUNT, value: line.amount });
  const node = h(
    "div",
    { class: "edit-line" },
    field("Account", account),
    field(debit ? "Debit" : "Credit", amount),
  );
  const { side, description, own } = line; // class, tax and the like stay as they are
  const read = () => ({ side, description, own, amount: amount.value, account: account.value });
  return { node, read };
}

/** Ask for the change of `entry`; `save(change)` makes it, or throws the refusal. */
export function changeByHand({ entry, named, accounts, platform, save }) {
  const title = freshId("edit");
  const date = input("edit-date", { type: "date", required: true, value: entry.date });
  const note = input("edit-note", { value: entry.private_note, maxlength: 500 });
  const lines = entry.lines.map((line) => lineFields(line, accounts));
  const trouble = h("p", { class: "warning", role: "alert", hidden: true });
  const cancel = h("button", { type: "button", class: "button" }, "Cancel");
  const form = h(
    "form",
    {},
    h("header", { class: "dialog-head" }, h("h2", { id: title }, `Change ${named}`)),
    trouble,
    h(
      "div",
      { class: "dialog-body edit" },
      h("p", { class: "fold-note" }, `As someone in ${platform} might. Nobody tells jefail.`),
      field("Note", note),
      field("Date", date),
      lines.map((line) => line.node),
    ),
    h(
      "div",
      { class: "dialog-foot" },
      cancel,
      h("button", { class: "button primary", "data-test": "edit-save" }, `Save in ${platform}`),
    ),
  );
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": title, "data-test": "edit" }, form);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const said = { date: date.value, private_note: note.value.trim() };
      await save({ ...said, lines: lines.map((line) => line.read()) });
      dialog.close();
      announce(`Changed in ${platform}`);
    } catch (error) {
      trouble.textContent = refusal(error, platform, "changed");
      trouble.hidden = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
