// The box one writes in, with the commands of the app suggested.

import { h, icon, fill } from "../parts/dom.js";
import { Refused, slack } from "../parts/api.js";
import { Attachments } from "./attachments.js";
import { CommandList } from "./commands.js";

const UNREACHABLE = "Not sent: the local workspace does not answer. Your text is kept.";

export class Composer {
  /** `place()`: `{channel, thread_ts?}`, or null when there is nothing to write to. */
  constructor(root, workspace, place, label) {
    this.workspace = workspace;
    this.place = place;
    const warning = { class: "warning", role: "alert", "data-test": "composer-warning" };
    this.notice = h("p", { ...warning, hidden: true });
    this.box = h("textarea", {
      rows: 1,
      "data-test": "composer",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.button = h(
      "button",
      { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)", "data-test": "send" },
      icon("send"),
    );
    this.commands = new CommandList(this.box, workspace, (text) => this.#complete(text));
    this.form = h("form", { class: "composer" });
    this.attachments = new Attachments(this.form, () => this.#typed());
    this.form.append(this.attachments.button, this.attachments.picker, this.box, this.button);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.named(label);
    fill(root, this.notice, this.commands.node, this.attachments.node, this.form);
    this.#typed();
  }

  /** Say where the text will go. */
  named(label) {
    this.box.placeholder = label;
    this.box.setAttribute("aria-label", label);
  }

  /** Forget a half-typed text, because the place has changed. */
  clear() {
    this.box.value = "";
    this.attachments.clear();
    this.warn(null);
    this.#typed();
  }

  focus() {
    this.box.focus();
  }

  /** Show a warning above the box, or take it away with null. */
  warn(text) {
    this.notice.hidden = !text;
    fill(this.notice, text ? [icon("alert"), text] : null);
  }

  #typed() {
    this.#fit();
    this.button.disabled = !this.box.value.trim() && this.attachments.isEmpty;
    this.commands.show(this.box.value);
  }

  /** As high as the text; a box that is not on screen has no height to measure. */
  #fit() {
    this.box.style.height = "";
    if (this.box.value && this.box.scrollHeight) this.box.style.height = `${this.box.scrollHeight}px`;
  }

  #complete(text) {
    this.box.value = text;
    this.#typed();
    this.box.focus();
  }

  #key(event) {
    if (event.isComposing || this.commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  async #send() {
    const text = this.box.value.trimEnd();
    const place = this.place();
    const files = this.attachments.files;
    if ((!text.trim() && !files.length) || !place || this.form.ariaBusy === "true") return;
    this.form.ariaBusy = "true";
    this.clear();
    try {
      await this.#deliver(text, place, files);
    } catch (error) {
      if (!this.box.value) this.#complete(text);
      this.attachments.put(files);
      this.warn(error instanceof Refused ? `Not sent: ${error.message}` : UNREACHABLE);
    } finally {
      this.form.ariaBusy = null;
    }
  }

  /** The text as Slack's own client sends it. */
  #written(text) {
    const { people, bot } = this.workspace;
    return mentioning(escaped(text.trim()), bot ? [...people, bot] : people);
  }

  async #deliver(text, place, picked) {
    const { as } = this.workspace;
    if (picked.length) {
      const files = await Attachments.sent(picked);
      return slack.post("message", { as, text: this.#written(text), files, ...place });
    }
    const [command, ...words] = text.split(/\s+/);
    if (!command.startsWith("/")) {
      return slack.post("message", { as, text: this.#written(text), ...place });
    }
    if (place.thread_ts) throw new Refused(400, "commands do not work in threads, only in channels.");
    const { commands } = this.workspace;
    // Without a manifest the workspace takes any command.
    if (commands.length && !commands.some((known) => known.command === command)) {
      const advice = "To send it as text, put a space before it.";
      throw new Refused(404, `${command} is not a command here. ${advice}`);
    }
    // Slack hands the command's text on as typed, with its inner spaces.
    const rest = words.length ? text.slice(command.length).trim() : "";
    return slack.post("command", { as, channel: place.channel, command, text: rest });
  }
}

/** What Slack's own client does to typed text before it is sent. */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** "@ana" becomes a mention where someone is called so. */
const mentioning = (text, people) =>
  text.replace(/(^|\s)@([\w-]+)/g, (typed, before, name) => {
    const found = people.find((one) => one.name === name.toLowerCase());
    return found ? `${before}<@${found.id}>` : typed;
  });
