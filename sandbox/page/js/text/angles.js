// What stands between < and > in mrkdwn: links, mentions, dates.

import { h } from "../parts/dom.js";
import { formatDate, fullMoment } from "./dates.js";
import { link } from "./links.js";
import { withEmoji } from "./emoji.js";

const mention = (text) => h("span", { class: "mention" }, text);

/** A moment as text in the reader's own zone, with the whole of it on hover. */
export function dateNode(unix, format, fallback, url) {
  const moment = new Date(Number(unix) * 1000);
  if (Number.isNaN(moment.valueOf())) return h("span", {}, fallback);
  const time = h(
    "time",
    { datetime: moment.toISOString(), title: fullMoment(moment) },
    formatDate(format, moment),
  );
  return url ? link(url, time) : time;
}

function special(body, label, unescaped) {
  const [command, unix, format, url] = body.split("^");
  if (command === "date") return dateNode(unix, unescaped(format ?? ""), label ?? "", url);
  if (["here", "channel", "everyone"].includes(command)) return mention(`@${command}`);
  return mention(label ?? command.replace(/^subteam$/, "@group"));
}

/** Draw the inside of one pair of angle brackets. */
export function angleNode(inside, names, unescaped) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescaped(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(`@${names.person(target.slice(1)) ?? label ?? "someone"}`);
  if (target.startsWith("#")) return mention(`#${names.channel(target.slice(1)) ?? label ?? "channel"}`);
  if (target.startsWith("!")) return special(target.slice(1), label, unescaped);
  const url = unescaped(target);
  return label ? link(url, ...withEmoji(label)) : link(url, url.replace(/^mailto:/, ""));
}
