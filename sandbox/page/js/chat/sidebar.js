// Channels, the conversation with the app, and the app's Home tab.

import { h, icon, fill } from "../parts/dom.js";
import { recall, remember } from "../parts/memory.js";

export const HOME = "home";

export class Sidebar {
  /** `open(id)` is called when somebody chooses a channel. */
  constructor(root, workspace, open) {
    this.root = root;
    this.workspace = workspace;
    this.open = open;
    this.current = null;
    for (const kind of ["state", "message"]) workspace.addEventListener(kind, () => this.draw());
  }

  /** Mark a channel as the one on screen, and read up to now. */
  show(id) {
    this.current = id;
    this.draw();
  }

  get #seen() {
    return recall(`seen.${this.workspace.as}`, {});
  }

  #markRead() {
    const latest = this.workspace.channel(this.current)?.latest_ts;
    if (latest && !document.hidden) {
      remember(`seen.${this.workspace.as}`, { ...this.#seen, [this.current]: latest });
    }
  }

  #unread(channel) {
    if (channel.id === this.current || !channel.latest_ts) return false;
    return !(this.#seen[channel.id] >= channel.latest_ts);
  }

  draw() {
    this.#markRead();
    const { rooms, direct, bot } = this.workspace;
    fill(
      this.root,
      this.#group("Channels", rooms.map((room) => this.#row(room, room.name, "hash"))),
      this.#group("Direct messages", direct ? [this.#row(direct, bot.name, "chat")] : []),
      this.#group("App", [this.#row({ id: HOME }, `${bot.name} Home`, "home")]),
    );
  }

  #group(title, rows) {
    if (!rows.length) return null;
    return h("section", { class: "side-group" }, h("h2", {}, title), h("ul", {}, rows));
  }

  #row(channel, name, picture) {
    const unread = this.#unread(channel);
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: `side-row ${unread ? "unread" : ""}`,
          "data-channel": channel.id,
          "aria-current": channel.id === this.current ? "page" : null,
          onclick: () => this.open(channel.id),
        },
        icon(picture),
        h("span", { class: "side-name" }, name),
        unread ? h("span", { class: "unread-dot" }, h("span", { class: "hidden" }, "unread")) : null,
      ),
    );
  }
}
