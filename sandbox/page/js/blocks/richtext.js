// The rich_text block: structured text instead of marked-up text.

import { h } from "../parts/dom.js";
import { dateNode } from "../text/angles.js";
import { emojiNode, isEmoji, withEmoji } from "../text/emoji.js";
import { link } from "../text/links.js";

const mention = (text) => h("span", { class: "mention" }, text);
const STYLES = { code: "code", strike: "s", italic: "em", bold: "strong" };

const LEAVES = {
  text: (leaf) => h("span", { class: "keep-lines" }, withEmoji(leaf.text)),
  link: (leaf) => link(leaf.url, ...withEmoji(leaf.text || leaf.url)),
  emoji: (leaf) => (isEmoji(leaf.name) ? emojiNode(leaf.name) : h("span", {}, `:${leaf.name}:`)),
  user: (leaf, names) => mention(`@${names.person(leaf.user_id) ?? "someone"}`),
  channel: (leaf, names) => mention(`#${names.channel(leaf.channel_id) ?? "channel"}`),
  usergroup: () => mention("@group"),
  broadcast: (leaf) => mention(`@${leaf.range}`),
  date: (leaf) => dateNode(leaf.timestamp, leaf.format, leaf.fallback ?? "", leaf.url),
  color: (leaf) => h("code", {}, leaf.value),
};

function leafNode(leaf, names) {
  const drawn = LEAVES[leaf.type]?.(leaf, names) ?? h("span", {}, leaf.text ?? "");
  return Object.entries(STYLES)
    .filter(([style]) => leaf.style?.[style])
    .reduce((inner, [, tag]) => h(tag, {}, inner), drawn);
}

const leaves = (part, names) => part.elements.map((leaf) => leafNode(leaf, names));

function listNode(part, names) {
  const ordered = part.style === "ordered";
  const start = ordered && part.offset ? part.offset + 1 : null;
  return h(
    ordered ? "ol" : "ul",
    { start, "data-indent": part.indent ? Math.min(part.indent, 5) : null },
    part.elements.map((item) => h("li", {}, leaves(item, names))),
  );
}

const PARTS = {
  rich_text_section: (part, names) => h("div", {}, leaves(part, names)),
  rich_text_list: listNode,
  rich_text_preformatted: (part, names) => h("pre", {}, leaves(part, names)),
  rich_text_quote: (part, names) => h("blockquote", {}, leaves(part, names)),
};

/** Draw the parts of a rich_text block. */
export const richText = (block, names) =>
  block.elements.map((part) => PARTS[part.type]?.(part, names) ?? null);
