// The `markdown` block: standard Markdown as Slack takes it, in DOM nodes.

import { h } from "../parts/dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./links.js";

const INLINE = [
  [/^`([^`]+)`/, (match) => h("code", {}, match[1])],
  [/^\*\*(.+?)\*\*(?!\*)/, (match) => h("strong", {}, spans(match[1]))],
  [/^__(.+?)__/, (match) => h("strong", {}, spans(match[1]))],
  [/^~~(.+?)~~/, (match) => h("s", {}, spans(match[1]))],
  [/^\*([^\s*](?:[^*]*[^\s*])?)\*/, (match) => h("em", {}, spans(match[1]))],
  [/^_([^\s_](?:[^_]*[^\s_])?)_(?!\w)/, (match) => h("em", {}, spans(match[1]))],
  [/^!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (match) => link(match[2], ...spans(match[1]))],
  [/^https?:\/\/[^\s<>)]+/, (match) => link(match[0])],
  [/^\\([\\`*_{}[\]()#+\-.!~>|])/, (match) => match[1]],
];

function spans(text) {
  const nodes = [];
  let plain = "";
  let rest = text;
  while (rest) {
    const hit = INLINE.map(([pattern, draw]) => [pattern.exec(rest), draw]).find(([match]) => match);
    if (hit) nodes.push(...withEmoji(plain), hit[1](hit[0]));
    plain = hit ? "" : plain + rest[0];
    rest = rest.slice(hit ? hit[0][0].length : 1);
  }
  return [...nodes, ...withEmoji(plain)];
}

const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const ROW = /^\s*\|.*\|\s*$/;

const BLOCKS = [
  [/^```/, fence],
  [/^#{1,6}\s/, heading],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, (lines) => (lines.shift(), h("hr"))],
  [/^>/, quote],
  [ITEM, list],
  [ROW, table],
];

function take(lines, pattern) {
  const end = lines.findIndex((line) => !pattern.test(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function quote(lines) {
  return h("blockquote", {}, blocks(take(lines, /^>/).map((line) => line.replace(/^> ?/, ""))));
}

function fence(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const inside = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return h("pre", {}, inside.join("\n"));
}

function heading(lines) {
  const [, marks, words] = /^(#+)\s+(.*?)\s*#*$/.exec(lines.shift());
  // Below the page's own headings, so that the outline a screen reader hears stays true.
  return h(`h${Math.min(6, marks.length + 2)}`, { class: "md-heading" }, spans(words));
}

function list(lines) {
  const [, indent, number] = ITEM.exec(lines[0]);
  const root = h(number ? "ol" : "ul", number && number !== "1" ? { start: number } : {});
  while (lines.length) {
    const match = ITEM.exec(lines[0]);
    if (!match || match[1].length < indent.length) break;
    if (match[1].length > indent.length) (root.lastElementChild ?? root).append(list(lines));
    else root.append(h("li", {}, spans(ITEM.exec(lines.shift())[3])));
  }
  return root;
}

function table(lines) {
  const cells = (line) => line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim());
  const rows = take(lines, ROW).filter((line) => !/^[\s|:-]+$/.test(line)).map(cells);
  const row = (tag) => (entries) => h("tr", {}, entries.map((entry) => h(tag, {}, spans(entry))));
  return h(
    "div",
    { class: "table-scroll" },
    h("table", {}, h("thead", {}, row("th")(rows[0])), h("tbody", {}, rows.slice(1).map(row("td")))),
  );
}

function paragraph(lines) {
  const starts = (line) => !line.trim() || BLOCKS.some(([pattern]) => pattern.test(line));
  const own = [lines.shift()];
  while (lines.length && !starts(lines[0])) own.push(lines.shift());
  return h("p", {}, own.flatMap((line, index) => [index ? h("br") : null, spans(line)]));
}

function blocks(lines) {
  const nodes = [];
  while (lines.length) {
    if (!lines[0].trim()) lines.shift();
    else nodes.push((BLOCKS.find(([pattern]) => pattern.test(lines[0]))?.[1] ?? paragraph)(lines));
  }
  return nodes;
}

/** Draw a Markdown document. */
export const markdown = (text) => blocks(text.split("\n"));
