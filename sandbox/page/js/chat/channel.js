// The conversation in the middle.

import { slack } from "../parts/api.js";
import { announce } from "../parts/announce.js";
import { coalesce } from "../parts/coalesce.js";
import { plainWords } from "../text/plainwords.js";
import { Composer } from "./composer.js";
import { MessageList } from "./messagelist.js";
import { messageHost } from "./host.js";

const CHANGES = ["message", "message_changed", "message_deleted", "ephemeral"];

export class Channel {
  /** `parts`: the elements of the pane; `openThread(ts)` opens a thread of this channel. */
  constructor(parts, workspace, openThread) {
    this.workspace = workspace;
    this.host = messageHost(workspace, {
      openThread,
      changed: () => this.refresh(),
      warn: (text) => this.composer.warn(text),
    });
    this.list = new MessageList({ ...parts, host: this.host });
    this.composer = new Composer(parts.composer, workspace, () => ({ channel: this.id }), "");
    this.refresh = coalesce(() => this.#read());
    this.parts = parts;
    for (const kind of CHANGES) workspace.addEventListener(kind, (event) => this.#heard(event.detail));
    workspace.addEventListener("resync", () => this.refresh());
  }

  /** Show another channel, or the same for another person. */
  async open(id) {
    this.id = id;
    this.host.channel = id;
    this.list.reset();
    this.composer.clear();
    this.composer.named(`Message ${this.title}`);
    await this.refresh();
  }

  get title() {
    const channel = this.workspace.channel(this.id);
    return channel?.is_im ? this.workspace.bot.name : `#${channel?.name ?? ""}`;
  }

  async #read() {
    const { id } = this;
    if (!id) return;
    const { messages } = await slack.get("messages", { channel: id, as: this.workspace.as });
    // Another channel may have been opened while this one was on its way.
    if (id !== this.id) return;
    const shown = messages.filter((message) => this.host.isShown(message));
    const fresh = this.list.show(shown, `Nothing in ${this.title} yet.`);
    for (const message of fresh.slice(-1)) this.#tell(message);
  }

  #tell(message) {
    if (message.user === this.workspace.as) return;
    const author = this.workspace.names.person(message.user) ?? "jefail";
    announce(`${author} in ${this.title}: ${plainWords(message)}`);
  }

  #heard(event) {
    if (event.channel === this.id) this.refresh().catch(() => {});
  }
}
