// What stands around a message's content: its author, its thread, its tools.

import { h, icon } from "../parts/dom.js";
import { menu } from "../parts/menu.js";
import { clock, momentOf } from "../text/dates.js";

/** Who wrote it and when. `time` is the drawn moment. */
export function byline(author, time) {
  return h(
    "header",
    { class: "byline" },
    h("span", { class: "author" }, author.real_name),
    author.is_bot ? h("span", { class: "app-tag" }, "App") : null,
    time,
  );
}

/** The sign of a message that nobody else sees, with the way to put it away. */
export function onlyYou(dismiss) {
  const properties = { type: "button", class: "link", "data-test": "dismiss", onclick: dismiss };
  return h(
    "p",
    { class: "only-you" },
    icon("eye"),
    h("span", {}, "Only visible to you"),
    h("button", properties, "Dismiss"),
  );
}

/** The count of replies, which opens the thread. */
export function replies(message, host) {
  if (!message.reply_count || host.inThread) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply
    ? h("span", {}, `last at ${clock(momentOf(message.latest_reply))}`)
    : null;
  const onclick = () => host.openThread(message.ts);
  const properties = { type: "button", class: "replies", "data-test": "replies", onclick };
  return h("button", properties, icon("thread"), h("strong", {}, count), last);
}

function tool(name, label, onclick = null) {
  const properties = { type: "button", class: "tool", "aria-label": label, title: label };
  return h("button", { ...properties, onclick }, icon(name));
}

/** What can be done with any message: answer in its thread, the app's message shortcuts. */
export function tools(message, host) {
  if (message.is_ephemeral) return null;
  const found = [];
  if (!host.inThread) found.push(tool("thread", "Reply in thread", () => host.openThread(message.ts)));
  const shortcuts = host.messageShortcuts().map((one) => ({
    label: one.name,
    note: one.description,
    choose: () => host.runShortcut(one, message.ts),
  }));
  if (shortcuts.length) {
    const more = tool("dots", "More for this message");
    found.push(more, menu(more, () => shortcuts));
  }
  if (!found.length) return null;
  return h("div", { class: "tools", role: "group", "aria-label": "Message tools" }, found);
}
