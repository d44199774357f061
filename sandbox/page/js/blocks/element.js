// What all interactive elements share: their place, their value, and the way a change leaves.

import { h, icon } from "../parts/dom.js";
import { confirmed } from "../parts/dialog.js";
import { holdsValue, valueName } from "./form.js";

/** One interactive element in its place on a surface. */
export class Place {
  /**
   * @param {object} options `quiet`: inside an input block, where a change is only kept until the
   *   view is submitted; `labelledBy`, `describedBy`: ids for screen readers.
   */
  constructor(surface, blockId, element, options = {}) {
    this.surface = surface;
    this.blockId = blockId;
    this.element = element;
    this.options = options;
    this.field = holdsValue(element.type) ? surface.form.field(blockId, element) : null;
  }

  /** Attributes for the control itself: the hooks tests use and its accessible name. */
  hooks(label) {
    const { labelledBy, describedBy } = this.options;
    return {
      "data-action-id": this.element.action_id,
      "aria-labelledby": labelledBy,
      "aria-label": labelledBy ? null : label,
      "aria-describedby": describedBy,
    };
  }

  /** Keep a new value and, outside input blocks, send it. `node` shows the wait and the warning. */
  async changed(value, node) {
    const before = this.field.value;
    this.field.value = value;
    if (this.options.quiet) return true;
    const sent = await this.send(node, { [valueName(this.element.type)]: value });
    if (!sent) this.field.value = before;
    return sent;
  }

  /** Ask for confirmation if wanted, then send. False only when the person said no. */
  async send(node, change) {
    if (node.ariaBusy === "true") return false;
    if (this.element.confirm && !(await confirmed(this.element.confirm, this.surface.names))) {
      return false;
    }
    const free = busy(node);
    try {
      showWarning(node, await this.surface.act(this.blockId, this.element, change));
    } finally {
      free();
    }
    return true;
  }
}

/** Mark a control as waiting. It keeps the focus, so it is not `disabled` in the browser's sense. */
export function busy(node) {
  node.ariaBusy = "true";
  node.setAttribute("aria-disabled", "true");
  return () => {
    node.ariaBusy = null;
    node.removeAttribute("aria-disabled");
  };
}

function showWarning(node, warning) {
  const block = node.closest("[data-block-id]") ?? node.parentElement;
  block?.querySelector(":scope > .warning")?.remove();
  if (!warning || !block) return;
  block.append(
    h("p", { class: "warning", role: "alert", "data-test": "warning" }, icon("alert"), warning),
  );
}
