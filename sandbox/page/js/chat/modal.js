// Modals: the view on top of the stack, drawn in the browser's own modal dialog.

import { h, icon, freshId } from "../parts/dom.js";
import { announce } from "../parts/announce.js";
import { slack } from "../parts/api.js";
import { focusIn, giveBack, placeOfFocus, refocus } from "../parts/keepfocus.js";
import { escapes } from "../parts/popover.js";
import { drawBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { drawText } from "../text/text.js";

const UNREACHABLE = "The local workspace does not answer. Nothing was lost; try again.";

/** All that can be seen of a view: its state and hash change without anything to draw. */
const looks = ({ title, blocks, submit, close }) => JSON.stringify([title, blocks, submit, close]);

export class Modal {
  #errors = {};

  /** `after()` reads the stack again once the view was answered or closed. */
  constructor(view, workspace, after) {
    this.workspace = workspace;
    this.after = after;
    this.id = view.id;
    this.surface = new Surface({ view_id: view.id }, workspace);
    const title = freshId("modal");
    this.title = h("h2", { id: title });
    this.body = h("div", { class: "dialog-body", "data-test": "modal-body" });
    this.foot = h("div", { class: "dialog-foot" });
    const warning = { class: "warning", role: "alert", hidden: true, "data-test": "modal-warning" };
    this.trouble = h("p", warning);
    this.form = h(
      "form",
      { novalidate: true },
      h("div", { class: "dialog-head" }, this.title, this.#closeButton()),
      this.trouble,
      this.body,
      this.foot,
    );
    const named = { closedby: "none", "aria-labelledby": title, "data-test": "modal" };
    this.dialog = h("dialog", { class: "dialog modal", ...named }, this.form);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // The app must be told of every closing, so Esc is taken from the browser and handled here.
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("keydown", (event) => {
      if (escapes(event, this.dialog)) this.close(false);
    });
    this.show(view);
  }

  open() {
    this.from = placeOfFocus();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#focusFirst();
  }

  /** Take the dialog off the page; the app is not told. */
  remove() {
    this.dialog.close();
    this.dialog.remove();
    giveBack(this.from);
  }

  /** Draw the view if it is a newer one; what was typed stays where the ids are the same. */
  show(view) {
    if (this.view && looks(view) === looks(this.view)) return;
    const redrawn = Boolean(this.view);
    this.view = view;
    this.#errors = {};
    this.#draw();
    if (redrawn) announce(`${view.title?.text ?? "The window"} has changed`);
  }

  #draw() {
    const { view, surface } = this;
    const at = focusIn(this.body);
    this.dialog.dataset.callbackId = view.callback_id ?? "";
    this.title.replaceChildren(...drawText(view.title, surface.names));
    this.body.replaceChildren(...drawBlocks(view.blocks, surface, this.#errors));
    this.foot.replaceChildren(...this.#buttons());
    if (at && !refocus(this.body, at)) this.#focusFirst();
  }

  #buttons() {
    const { view, surface } = this;
    const usual = view.submit ? "Cancel" : "Close";
    const close = { type: "button", class: "button", "data-test": "modal-close" };
    close.onclick = () => this.close(false);
    const words = view.close ? drawText(view.close, surface.names) : usual;
    const buttons = [h("button", close, words)];
    if (view.submit) {
      const submit = { type: "submit", class: "button primary", "data-test": "modal-submit" };
      const label = h("span", { class: "button-label" }, drawText(view.submit, surface.names));
      this.submit = h("button", submit, label);
      buttons.push(this.submit);
    }
    return buttons;
  }

  #closeButton() {
    const onclick = () => this.close(Boolean(this.view.clear_on_close));
    return h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", "data-test": "modal-x", onclick },
      icon("close"),
    );
  }

  #focusFirst() {
    const first = this.body.querySelector("input, textarea, button, [tabindex='0']");
    (first ?? this.submit ?? this.dialog).focus();
  }

  async #submit() {
    if (!this.submit || this.submit.disabled) return;
    this.#waiting(true);
    try {
      const call = { as: this.workspace.as, view_id: this.id, values: this.surface.form.values() };
      this.#answered(await slack.post("submit", call));
    } catch (error) {
      this.#warn(error.status ? error.message : UNREACHABLE);
    }
    this.#waiting(false);
    await this.after();
  }

  #answered({ errors, warning }) {
    this.#warn(warning ?? null);
    this.#errors = errors ?? {};
    this.#draw();
    this.body.querySelector("[aria-invalid], .wrong input, .wrong button")?.focus();
  }

  #waiting(waits) {
    this.submit.disabled = waits;
    this.submit.ariaBusy = waits ? "true" : null;
    this.form.ariaBusy = waits ? "true" : null;
  }

  #warn(text) {
    this.trouble.hidden = !text;
    this.trouble.replaceChildren(...(text ? [icon("alert"), text] : []));
  }

  async close(isCleared) {
    try {
      await slack.post("close", { as: this.workspace.as, view_id: this.id, is_cleared: isCleared });
    } catch (error) {
      if (!error.status) {
        this.#warn(UNREACHABLE);
        return;
      }
    }
    await this.after();
  }
}
