// The words of a message without its marks, for being spoken.

/** A message's `text` as one plain sentence, cut where it gets long. */
export function plainWords(message) {
  return (message.text ?? "")
    .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, "$1")
    .replace(/<[^|>]+\|([^>]*)>/g, "$1")
    .replace(/[*~`]|<[@#!]|>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .slice(0, 300);
}
