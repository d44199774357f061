// The app's Home tab.

import { h, fill } from "../parts/dom.js";
import { slack } from "../parts/api.js";
import { focusIn, refocus } from "../parts/keepfocus.js";
import { drawBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";

export class Home {
  #drawn = null;

  constructor(root, workspace) {
    this.root = root;
    this.workspace = workspace;
  }

  /** Somebody looks at the tab: the app is told, so that it can bring it up to date. */
  async opened() {
    await slack.post("home", { as: this.workspace.as });
  }

  /** Draw the view, or say that there is none. */
  show(view) {
    const signature = JSON.stringify([this.workspace.as, view?.id, view?.blocks]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    if (!view) {
      this.surface = null;
      fill(this.root, h("p", { class: "empty" }, "jefail has not drawn its Home tab yet."));
      return;
    }
    if (this.surface?.where.view_id !== view.id) {
      this.surface = new Surface({ view_id: view.id }, this.workspace);
    }
    const at = focusIn(this.root);
    fill(this.root, drawBlocks(view.blocks, this.surface));
    if (at) refocus(this.root, at);
  }
}
