// Slack's mrkdwn, made DOM nodes. Reference: the message formatting rules of Slack's platform.

import { h } from "../parts/dom.js";
import { emojiNode, isEmoji, withEmoji } from "./emoji.js";
import { angleNode } from "./angles.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const QUOTE = /^(?:>|&gt;) ?/;

/** Undo the three escapes Slack knows, and only those. */
export const unescaped = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Draw mrkdwn text: quotes, preformatted parts, and inline styles. `names` resolves mentions. */
export function mrkdwn(text, names) {
  return text.split(/(```[\s\S]+?```)/).flatMap((part) => {
    const fenced = /^```([\s\S]+)```$/.exec(part);
    if (fenced) return [h("pre", {}, unescaped(fenced[1].replace(/^\n|\n$/g, "")))];
    return lines(part.replace(/^\n|\n$/g, ""), names);
  });
}

function lines(text, names) {
  const nodes = [];
  let quote = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (QUOTE.test(line)) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(line.replace(QUOTE, ""), names));
    } else {
      if (index && !quote) nodes.push(h("br"));
      quote = null;
      nodes.push(...inline(line, names));
    }
  }
  return nodes;
}

/** Draw one line of mrkdwn without its block structure. */
export function inline(text, names) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    nodes.push(...withEmoji(unescaped(plain)));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = tokenAt(text, at, names);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function tokenAt(text, at, names) {
  const mark = text[at];
  if (mark === "<") return angle(text, at, names);
  if (mark === "`") return code(text, at);
  if (mark === ":") return emoji(text, at);
  return mark in STYLES ? styled(text, at, names) : null;
}

function angle(text, at, names) {
  const end = text.indexOf(">", at);
  if (end <= at + 1) return null;
  return { node: angleNode(text.slice(at + 1, end), names, unescaped), end: end + 1 };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: h("code", {}, unescaped(text.slice(at + 1, end))), end: end + 1 };
}

function emoji(text, at) {
  const match = /^:([a-z0-9_+'-]+):/.exec(text.slice(at, at + 60));
  if (!match || !isEmoji(match[1])) return null;
  return { node: emojiNode(match[1]), end: at + match[0].length };
}

function styled(text, at, names) {
  const mark = text[at];
  if (WORD.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = closing(text, mark, at + 1); end > 0; end = closing(text, mark, end + 1)) {
    if (end === at + 1 || /\s/.test(text[end - 1]) || WORD.test(text[end + 1] ?? "")) continue;
    return { node: h(STYLES[mark], {}, inline(text.slice(at + 1, end), names)), end: end + 1 };
  }
  return null;
}

/** Where the mark stands next, outside code and angle brackets; -1 if nowhere. */
function closing(text, mark, from) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === mark) return at;
    const pair = { "<": ">", "`": "`" }[text[at]];
    const end = pair ? text.indexOf(pair, at + 1) : -1;
    if (end > 0) at = end;
  }
  return -1;
}
