// Block Kit's text objects.

import { mrkdwn } from "./mrkdwn.js";
import { emojiNode, isEmoji, withEmoji } from "./emoji.js";
import { h } from "../parts/dom.js";

/** Draw plain text; `:name:` becomes an emoji, as Slack does unless told not to. */
export function plain(text, emoji = true) {
  if (!emoji) return withEmoji(text);
  return text.split(/(:[a-z0-9_+'-]+:)/).flatMap((part) => {
    const name = part.slice(1, -1);
    return part.startsWith(":") && isEmoji(name) ? [emojiNode(name)] : withEmoji(part);
  });
}

/** Draw a text object (`plain_text` or `mrkdwn`), or nothing. */
export function drawText(text, names) {
  if (!text) return [];
  if (typeof text === "string") return plain(text);
  return text.type === "mrkdwn" ? mrkdwn(text.text, names) : plain(text.text, text.emoji !== false);
}

/** A text object as a block of its own that keeps its line breaks. */
export const textBox = (text, names, className = "") =>
  h("div", { class: `text ${className}` }, drawText(text, names));
