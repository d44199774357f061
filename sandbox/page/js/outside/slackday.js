// Slack's own bad days: what goes wrong between jefail and Slack itself.

import { h, fill } from "../parts/dom.js";
import { slack } from "../parts/api.js";
import { announce } from "../parts/announce.js";
import { coalesce } from "../parts/coalesce.js";
import { Switch } from "./switch.js";

/** Troubles that stay until their calls are used up; `fault` as the workspace's control takes it. */
const TROUBLES = [
  {
    hook: "slack-busy",
    label: "Slack asks to wait",
    note: "The next 5 calls are too many requests. jefail waits and sends them later.",
    fault: { kind: "ratelimited", times: 5, retry_after: 3 },
  },
  {
    hook: "slack-swallows",
    label: "The answer to a message is lost",
    note: "The next message is sent, but jefail never hears so. It must not send it twice.",
    fault: { kind: "dropped_but_done", method: "chat.postMessage", times: 1 },
  },
  {
    hook: "slack-down",
    label: "Slack is down",
    note: "Every call fails until this is off. What is owed is sent afterwards.",
    fault: { kind: "server_error", times: 100_000 },
  },
];
const LOOK_AGAIN = 2000;
const AFTER = ["message", "message_changed", "resync"];

const armed = (faults, { fault }) =>
  faults.some((one) => one.kind === fault.kind && one.method === (fault.method ?? null));

export class SlackDay {
  #timer = null;

  /** `workspace` tells of messages, by which faults are used up. */
  constructor(root, workspace) {
    this.faults = [];
    this.refresh = coalesce(() => this.#read());
    this.switches = TROUBLES.map((one) => new Switch({ ...one, toggle: (on) => this.#set(one, on) }));
    this.count = h("span", { class: "count", "data-test": "slack-day-count" });
    const cut = {
      type: "button",
      class: "button small",
      "data-test": "slack-cut",
      onclick: () => this.#cut(),
    };
    this.node = h(
      "details",
      { class: "panel fold", "data-test": "slack-day", ontoggle: () => this.#look() },
      h("summary", {}, h("h3", {}, "Slack’s day"), this.count),
      this.switches.map((one) => one.node),
      h(
        "div",
        { class: "switch-row" },
        h(
          "span",
          { class: "switch-text" },
          h("span", {}, "Cut jefail’s line to Slack"),
          h("small", {}, "Clicks get no answer until jefail has connected again by itself."),
        ),
        h("button", cut, "Cut now"),
      ),
    );
    fill(root, this.node);
    for (const kind of AFTER) workspace.addEventListener(kind, () => this.#look());
    this.#look();
  }

  async #read() {
    this.faults = (await slack.get("faults")).faults;
    for (const [index, one] of TROUBLES.entries()) {
      this.switches[index].show(armed(this.faults, one));
    }
    const bad = TROUBLES.filter((one) => armed(this.faults, one)).length;
    this.count.textContent = bad ? `${bad} bad ${bad === 1 ? "thing" : "things"}` : "a good day";
  }

  /** Read what is armed; while something is and somebody looks, do so again and again. */
  #look() {
    clearTimeout(this.#timer);
    this.refresh().catch(() => {});
    if (this.node.open && this.faults.length) {
      this.#timer = setTimeout(() => this.#look(), LOOK_AGAIN);
    }
  }

  async #set({ fault }, on) {
    if (on) await slack.post("faults", fault);
    else await this.#disarm(fault);
    await this.refresh();
    this.#look();
  }

  /** The workspace only disarms all at once, so the others are armed again. */
  async #disarm({ kind }) {
    const { faults } = await slack.get("faults");
    await slack.delete("faults");
    for (const other of faults.filter((one) => one.kind !== kind)) await slack.post("faults", other);
  }

  async #cut() {
    const { sockets } = await slack.post("disconnect", { cut: true });
    announce(sockets ? "The line is cut" : "There is no line to cut");
  }
}
