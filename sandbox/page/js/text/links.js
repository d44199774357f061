// Links out of outside text.

import { h } from "../parts/dom.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

/** The address if it is of a harmless kind, else null: never `javascript:` and its kin. */
export const safeUrl = (url) => (SAFE.test(url ?? "") ? url : null);

/** A link that opens apart and tells nothing of this page; plain text when the address is unsafe. */
export function link(url, ...label) {
  const safe = safeUrl(url);
  const content = label.length ? label : [url];
  if (!safe) return h("span", {}, content);
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, content);
}
