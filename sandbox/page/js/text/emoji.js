// Emoji by name and by character. Those a card is likely to show are drawn by the page itself, so
// that they look the same on every machine and need no font.

import { emojiPicture, h } from "../parts/dom.js";

/** Drawn in emoji.svg under the same name. */
const DRAWN = {
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", white_check_mark: "✅", ballot_box_with_check: "☑️",
  heavy_check_mark: "✔️", x: "❌", warning: "⚠️", hourglass_flowing_sand: "⏳", hourglass: "⌛",
  zzz: "💤", lock: "🔒", unlock: "🔓", key: "🔑", bell: "🔔", no_bell: "🔕", eyes: "👀",
  wave: "👋", "+1": "👍", tada: "🎉", repeat: "🔁", arrows_counterclockwise: "🔄", link: "🔗",
  pushpin: "📌", page_facing_up: "📄", memo: "📝", ledger: "📒", bar_chart: "📊", calendar: "📅",
  no_entry: "⛔", bulb: "💡", mag: "🔍", wrench: "🔧", electric_plug: "🔌",
  information_source: "ℹ️", shopping_bags: "🛍️", package: "📦", black_large_square: "⬛",
  white_small_square: "▫️", credit_card: "💳", parking: "🅿️", yarn: "🧶", four_leaf_clover: "🍀",
  shopping_trolley: "🛒", department_store: "🏬", convenience_store: "🏪", label: "🏷️",
  arrow_right: "➡️", alarm_clock: "⏰", pencil2: "✏️", heavy_plus_sign: "➕", paperclip: "📎",
  mailbox_with_mail: "📬", card_index_dividers: "🗂️", writing_hand: "✍️",
};

/** What people may still write; shown in the reader's own font. */
const WRITTEN = {
  thumbsup: "👍", pray: "🙏", books: "📚", chart_with_upwards_trend: "📈", moneybag: "💰",
  rotating_light: "🚨", no_entry_sign: "🚫", question: "❓", clock1: "🕐", sleeping: "😴",
  slightly_smiling_face: "🙂", raised_hand: "✋", point_right: "👉", heavy_minus_sign: "➖", sunny: "☀️", star: "⭐",
};

const CHARACTERS = { ...DRAWN, ...WRITTEN };
const VARIATION = "\uFE0F";
const bare = (character) => character.replaceAll(VARIATION, "");
const NAMES = new Map(
  Object.entries(CHARACTERS).toReversed().map(([name, character]) => [bare(character), name]),
);
const PICTOGRAPH = /\p{Extended_Pictographic}\uFE0F?/gu;

/** Whether `:name:` is known here. */
export const isEmoji = (name) => Object.hasOwn(CHARACTERS, name);

/** The emoji of that name; the character stays in the text for copying and screen readers. */
export function emojiNode(name) {
  const character = CHARACTERS[name];
  const drawn = NAMES.get(bare(character));
  if (!Object.hasOwn(DRAWN, drawn)) return h("span", { class: "emoji" }, character);
  return h(
    "span",
    { class: "emoji drawn", dataset: { emoji: drawn } },
    emojiPicture(drawn),
    h("span", { class: "emoji-character" }, character),
  );
}

/** Text nodes with every known emoji character made an emoji node. */
export function withEmoji(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(PICTOGRAPH)) {
    const name = NAMES.get(bare(match[0]));
    if (!name) continue;
    nodes.push(text.slice(from, match.index), emojiNode(name));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}
