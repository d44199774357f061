// The table block: the first row is the heading.

import { h } from "../parts/dom.js";
import { plain } from "../text/text.js";
import { richText } from "./richtext.js";

function cell(tag, content, settings, surface) {
  const drawn =
    content.type === "rich_text" ? richText(content, surface.names) : plain(String(content.text ?? ""));
  return h(
    tag,
    {
      scope: tag === "th" ? "col" : null,
      class: settings?.is_wrapped ? "wrapped" : "",
      "data-align": settings?.align,
    },
    drawn,
  );
}

/** Draw a table that scrolls sideways by itself where it is too wide. */
export function drawTable(block, surface) {
  const row = (tag) => (cells) =>
    h("tr", {}, cells.map((content, at) => cell(tag, content, block.column_settings?.[at], surface)));
  const [heading, ...rest] = block.rows;
  const table = h(
    "table",
    {},
    h("thead", {}, row("th")(heading)),
    h("tbody", {}, rest.map(row("td"))),
  );
  const named = { tabindex: "0", role: "region", "aria-label": "Table" };
  return h("div", { class: "table-scroll", ...named }, table);
}
