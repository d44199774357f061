// Draws Block Kit blocks, true to their rules.

import { h, freshId } from "../parts/dom.js";
import { textBox, drawText } from "../text/text.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputblock.js";
import { richText } from "./richtext.js";

function header(block, surface) {
  return h("h3", { class: "block-header" }, drawText(block.text, surface.names));
}

function section(block, surface) {
  const { names } = surface;
  const label = freshId("section");
  const fields = block.fields?.length
    ? h("div", { class: "fields" }, block.fields.map((text) => textBox(text, names, "field-cell")))
    : null;
  const body = h(
    "div",
    { class: "section-body", id: label },
    block.text ? textBox(block.text, names) : null,
    fields,
  );
  const accessory = block.accessory
    ? h("div", { class: "accessory" }, drawElement(surface, block.block_id, block.accessory))
    : null;
  return h("div", { class: "section" }, body, accessory);
}

function context(block, surface) {
  const draw = (element) => textBox(element, surface.names);
  return h("div", { class: "context" }, block.elements.map(draw));
}

function actions(block, surface) {
  const draw = (element) => drawElement(surface, block.block_id, element);
  return h("div", { class: "actions" }, block.elements.map(draw));
}

const BLOCKS = {
  header,
  section,
  context,
  actions,
  input: drawInput,
  divider: () => h("hr", { class: "divider" }),
  rich_text: (block, surface) => h("div", { class: "rich" }, richText(block, surface.names)),
};

function unknown(block) {
  return h("p", { class: "unknown-block" }, `A “${block.type}” block, which this page does not draw.`);
}

function drawBlock(block, surface, errors) {
  const drawn = (BLOCKS[block.type] ?? unknown)(block, surface, errors?.[block.block_id]);
  return h("div", { class: "block", dataset: { blockId: block.block_id, block: block.type } }, drawn);
}

/** Draw all blocks; `errors` maps block_id to what is wrong with what was typed there. */
export function drawBlocks(blocks, surface, errors = {}) {
  surface.form.begin();
  return blocks.map((block) => drawBlock(block, surface, errors));
}
