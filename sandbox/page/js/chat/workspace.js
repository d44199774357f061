// What the page knows of the workspace, and the one place that says what has changed.

import { slack } from "../parts/api.js";
import { coalesce } from "../parts/coalesce.js";
import { follow } from "../parts/stream.js";

export class Workspace extends EventTarget {
  #stream = null;

  constructor(as) {
    super();
    this.as = as;
    this.people = [];
    this.channels = [];
    this.commands = [];
    this.shortcuts = [];
    this.app = { connected: false };
    this.reachable = true;
    this.refresh = coalesce(() => this.#read());
    this.names = {
      person: (id) => this.person(id)?.real_name,
      channel: (id) => this.channel(id)?.name,
    };
  }

  /** The person or the bot of that id, in one shape: `{id, real_name, is_bot}`. */
  person(id) {
    const found = this.people.find((one) => one.id === id);
    if (found || id !== this.bot?.id) return found;
    return { id, real_name: this.bot.name, name: this.bot.name, is_bot: true };
  }

  channel(id) {
    return this.channels.find((one) => one.id === id);
  }

  /** Channels everybody sees. */
  get rooms() {
    return this.channels.filter((one) => !one.is_im);
  }

  /** The conversation between the acting person and the app, if there is one. */
  get direct() {
    return this.channels.find((one) => one.is_im && (one.members ?? [this.as]).includes(this.as));
  }

  async #read() {
    const state = await slack.get("state", { as: this.as });
    Object.assign(this, state);
    this.as = state.me?.id ?? state.me ?? this.as;
    for (const [index, person] of this.people.entries()) person.hue = (index % 3) + 1;
    this.#tell("state");
  }

  #tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Read the state, then stay up to date. */
  async start() {
    await this.refresh();
    this.#stream = follow(slack.streamUrl({ as: this.as }), {
      onEvent: (event) => this.#heard(event),
      onOpen: () => this.#reached(),
      onDown: () => this.#lost(),
    });
  }

  /** Another person sits down: everything is read again through their eyes. */
  async actAs(id) {
    this.#stream?.stop();
    this.as = id;
    await this.start();
    this.#tell("person");
  }

  #heard(event) {
    if (event.type === "app") this.refresh().catch(() => {});
    if (event.ts && event.channel && event.type === "message") this.#touch(event);
    this.#tell(event.type, event);
  }

  /** Note that a channel has something newer, so that the sidebar can say so. */
  #touch(event) {
    const channel = this.channel(event.channel);
    if (!channel) this.refresh().catch(() => {});
    else if (!event.message?.thread_ts && !(event.ts < channel.latest_ts)) channel.latest_ts = event.ts;
  }

  #reached() {
    const missed = !this.reachable;
    this.reachable = true;
    // What happened while the line was down is not told again: read everything.
    if (missed) this.refresh().catch(() => {});
    this.#tell("resync");
  }

  #lost() {
    if (this.reachable) {
      this.reachable = false;
      this.#tell("state");
    }
  }
}
