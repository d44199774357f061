// The stack of modals and the Home tab, kept true to the server's.

import { slack } from "../parts/api.js";
import { coalesce } from "../parts/coalesce.js";
import { Modal } from "./modal.js";

export class Views {
  #modals = new Map();

  /** `home` draws the Home tab: it gets `show(view)` whenever the view was read. */
  constructor(workspace, home) {
    this.workspace = workspace;
    this.home = home;
    this.refresh = coalesce(() => this.#read());
    for (const kind of ["views", "home", "resync", "person"]) {
      workspace.addEventListener(kind, () => this.refresh().catch(() => {}));
    }
  }

  async #read() {
    const { as } = this.workspace;
    const { stack, home } = await slack.get("views", { as });
    if (as !== this.workspace.as) return;
    this.home.show(home);
    this.#show(stack);
  }

  #show(stack) {
    // The topmost first: each gives the focus back to the one below it.
    for (const [id, modal] of [...this.#modals].reverse()) {
      if (stack.some((view) => view.id === id)) continue;
      modal.remove();
      this.#modals.delete(id);
    }
    for (const view of stack) {
      const known = this.#modals.get(view.id);
      if (known) known.show(view);
      else this.#add(view);
    }
  }

  #add(view) {
    const modal = new Modal(view, this.workspace, () => this.refresh());
    this.#modals.set(view.id, modal);
    modal.open();
  }
}
