// One message: who, when, what, and what can be done with it.

import { fill, h } from "../parts/dom.js";
import { focusIn, refocus } from "../parts/keepfocus.js";
import { drawBlocks } from "../blocks/blocks.js";
import { Surface } from "../blocks/surface.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { clock, fullMoment, momentOf } from "../text/dates.js";
import { avatar } from "./people.js";
import { files } from "./attachments.js";
import { byline, onlyYou, replies, tools } from "./messageparts.js";

/** A message that can be drawn again when it changes, keeping what was typed into it. */
export class MessageView {
  /** `host` as `messageHost` makes it. */
  constructor(message, host) {
    this.host = host;
    const where = { channel: host.channel, message_ts: message.ts };
    this.surface = new Surface(where, host.workspace);
    this.node = h("li", { class: "message", tabindex: "-1" });
  }

  /** Draw the message if anything about it is new. `lead`: with avatar and name. */
  show(message, lead) {
    const signature = JSON.stringify([message, lead]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.newest = [message, lead];
    const open = this.node.querySelector(":popover-open");
    // A menu does not go from under the hand: what is new is drawn once it is closed.
    if (open) this.#redrawAfter(open);
    else this.#redraw();
  }

  #redrawAfter(open) {
    const toggled = () => {
      // Closed and opened again at once is told as one event.
      if (open.matches(":popover-open")) this.#redrawAfter(open);
      else this.#redraw();
    };
    open.addEventListener("toggle", toggled, { once: true });
  }

  #redraw() {
    if (!this.newest) return;
    const at = focusIn(this.node);
    this.#draw(...this.newest);
    this.newest = null;
    if (at && !refocus(this.node, at)) this.node.focus({ preventScroll: true });
  }

  #draw(message, lead) {
    const { host, node } = this;
    const author = this.#author(message);
    const moment = momentOf(message.ts);
    const spoken = `${author.real_name}, ${clock(moment)}`;
    const at = { class: "at", datetime: moment.toISOString(), title: fullMoment(moment) };
    const time = h("time", at, clock(moment));
    node.dataset.ts = message.ts;
    node.dataset.test = message.is_ephemeral ? "ephemeral" : "message";
    node.className = `message ${lead ? "lead" : "follow"}`;
    node.classList.toggle("ephemeral", Boolean(message.is_ephemeral));
    fill(
      node,
      h("div", { class: "gutter" }, lead ? avatar(author) : time),
      h(
        "article",
        { class: "message-body", "aria-label": spoken },
        lead ? byline(author, time) : null,
        message.is_ephemeral ? onlyYou(() => host.dismiss(message.ts)) : null,
        h("div", { class: "content" }, this.#content(message)),
        files(message, host),
        replies(message, host),
      ),
      tools(message, host),
    );
  }

  #author(message) {
    const { workspace } = this.host;
    const bot = message.bot_id ? workspace.person(workspace.bot?.id) : null;
    return workspace.person(message.user) ?? bot ?? { real_name: "Local workspace" };
  }

  #content(message) {
    if (message.blocks?.length) return drawBlocks(message.blocks, this.surface);
    const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
    return h("div", { class: "text" }, mrkdwn(message.text ?? "", this.surface.names), edited);
  }
}
