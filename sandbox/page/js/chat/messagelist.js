// A list of messages that keeps its place: what is new arrives below, without a jump.

import { h } from "../parts/dom.js";
import { dayName, localIsoDate, momentOf } from "../text/dates.js";
import { MessageView } from "./message.js";
import { Pill } from "./pill.js";

const TOGETHER = 300; // seconds within which one author's messages stand under one name
const NEAR_END = 60; // pixels that still count as being at the end

export class MessageList {
  #views = new Map();
  #isNew = true;
  #atEnd = true;
  #top = 0;

  /** `host` as for MessageView; `pill` is the button that leads to unseen messages. */
  constructor({ scroller, list, pill, host }) {
    this.scroller = scroller;
    this.list = list;
    this.pill = new Pill(pill, () => this.toEnd());
    this.host = host;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    list.addEventListener("keydown", (event) => this.#key(event));
    // Heights are only known once drawn, so the end is kept by watching, not by computing.
    new ResizeObserver(() => this.#stay()).observe(list);
    new ResizeObserver(() => this.#stay()).observe(scroller);
  }

  /** Start over for another channel, thread or person. */
  reset() {
    this.#views.clear();
    this.list.replaceChildren();
    this.#isNew = true;
    this.#atEnd = true;
    this.pill.clear();
  }

  /** Show exactly these messages, oldest first. Returns those that were not there before. */
  show(messages, empty) {
    const first = this.#isNew;
    this.#isNew = false;
    const fresh = messages.filter((message) => !this.#views.has(message.ts));
    const nodes = this.#nodes(messages);
    for (const ts of [...this.#views.keys()]) {
      if (!messages.some((message) => message.ts === ts)) this.#views.delete(ts);
    }
    this.#place(nodes.length ? nodes : [h("li", { class: "empty" }, empty)]);
    this.#markTabStop();
    if (first) this.toEnd();
    else if (!this.#atEnd && fresh.length) this.pill.add(fresh.length);
    return first ? [] : fresh;
  }

  #nodes(messages) {
    let previous = null;
    return messages.flatMap((message) => {
      const newDay = !previous || dayOf(previous) !== dayOf(message);
      const lead = newDay || !together(previous, message);
      previous = message;
      const view = this.#viewOf(message);
      view.show(message, lead);
      return newDay ? [this.#separator(message), view.node] : [view.node];
    });
  }

  #viewOf(message) {
    if (!this.#views.has(message.ts)) {
      this.#views.set(message.ts, new MessageView(message, this.host));
    }
    return this.#views.get(message.ts);
  }

  #separator(message) {
    const day = dayOf(message);
    return (
      this.list.querySelector(`[data-day="${day}"]`) ??
      h("li", { class: "day", "data-day": day }, h("span", {}, dayName(momentOf(message.ts))))
    );
  }

  /** Put the nodes in order, moving only what stands elsewhere: focus and scroll stay. */
  #place(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...this.list.children]) if (!wanted.has(node)) node.remove();
    for (const [index, node] of nodes.entries()) {
      const there = this.list.children[index];
      if (there !== node) this.list.insertBefore(node, there ?? null);
    }
  }

  /** Go to the newest message. */
  toEnd() {
    this.#atEnd = true;
    this.#stay();
    this.pill.clear();
  }

  /** Bring one message into view and focus it. */
  reveal(ts) {
    const view = this.#views.get(ts);
    view?.node.scrollIntoView({ block: "nearest" });
    view?.node.focus({ preventScroll: true });
  }

  #stay() {
    if (this.#atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    // Only a move upwards leaves the end; a list that grows under a reader at the end does not.
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
    if (this.#atEnd) this.pill.clear();
  }

  /** One message is a stop of the Tab key; the arrow keys go on from there. */
  #markTabStop(node = this.list.querySelector(".message:last-child")) {
    this.list.querySelector('.message[tabindex="0"]')?.setAttribute("tabindex", "-1");
    node?.setAttribute("tabindex", "0");
  }

  #key(event) {
    if (!event.target.classList.contains("message")) return;
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    this.#markTabStop(all[to]);
    all[to].focus();
    all[to].scrollIntoView({ block: "nearest" });
  }
}

const dayOf = (message) => localIsoDate(momentOf(message.ts));

function together(before, after) {
  return (
    before.user === after.user &&
    before.bot_id === after.bot_id &&
    !before.blocks?.length &&
    !after.blocks?.length &&
    Boolean(before.is_ephemeral) === Boolean(after.is_ephemeral) &&
    Number(after.ts) - Number(before.ts) < TOGETHER
  );
}
