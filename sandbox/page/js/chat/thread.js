// The thread pane: one message and its story.

import { slack } from "../parts/api.js";
import { escapes } from "../parts/popover.js";
import { coalesce } from "../parts/coalesce.js";
import { Composer } from "./composer.js";
import { MessageList } from "./messagelist.js";
import { messageHost } from "./host.js";

const CHANGES = ["message", "message_changed", "message_deleted", "ephemeral"];

export class Thread {
  /** `parts`: the elements of the pane; `closed()` runs when somebody closes it. */
  constructor(parts, workspace, closed) {
    this.parts = parts;
    this.workspace = workspace;
    this.closed = closed;
    this.host = messageHost(workspace, {
      inThread: true,
      openThread: () => {},
      changed: () => this.refresh(),
      warn: (text) => this.composer.warn(text),
    });
    this.list = new MessageList({ ...parts, host: this.host });
    const place = () => ({ channel: this.channel, thread_ts: this.ts });
    this.composer = new Composer(parts.composer, workspace, place, "Reply in this thread");
    this.refresh = coalesce(() => this.#read());
    parts.close.addEventListener("click", () => this.close());
    parts.root.addEventListener("keydown", (event) => {
      if (escapes(event, parts.root)) this.close();
    });
    for (const kind of CHANGES) workspace.addEventListener(kind, (event) => this.#heard(event.detail));
    workspace.addEventListener("resync", () => this.refresh());
  }

  get isOpen() {
    return Boolean(this.ts);
  }

  /** Open the thread under a message. */
  async open(channel, ts) {
    this.channel = channel;
    this.host.channel = channel;
    this.ts = ts;
    this.list.reset();
    this.composer.clear();
    this.parts.root.hidden = false;
    document.body.dataset.thread = "open";
    await this.refresh();
    this.composer.focus();
  }

  /** Close the pane, for instance because another channel is opened. */
  close() {
    if (!this.isOpen) return;
    const { ts } = this;
    this.ts = null;
    this.parts.root.hidden = true;
    delete document.body.dataset.thread;
    this.closed(ts);
  }

  async #read() {
    const { channel, ts } = this;
    if (!ts) return;
    const query = { channel, as: this.workspace.as, thread_ts: ts };
    const { messages } = await slack.get("messages", query);
    if (ts !== this.ts) return;
    this.list.show(messages.filter((message) => this.host.isShown(message)), "This thread is gone.");
  }

  #heard(event) {
    if (event.channel === this.channel) this.refresh().catch(() => {});
  }
}
