// Draws Block Kit blocks, true to their rules.

import { h, freshId } from "../parts/dom.js";
import { textBox, drawText } from "../text/text.js";
import { markdown } from "../text/markdown.js";
import { drawImage } from "./image.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputblock.js";
import { richText } from "./richtext.js";
import { drawTable } from "./table.js";

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
  const draw = (element) =>
    element.type === "image" ? drawImage(element, "context-image") : textBox(element, surface.names);
  return h("div", { class: "context" }, block.elements.map(draw));
}

function actions(block, surface) {
  const draw = (element) => drawElement(surface, block.block_id, element);
  return h("div", { class: "actions" }, block.elements.map(draw));
}

function image(block, surface) {
  return h(
    "figure",
    { class: "image-block" },
    block.title ? h("figcaption", {}, drawText(block.title, surface.names)) : null,
    drawImage(block, "block-image"),
  );
}

function alert(block, surface) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  return h("div", { class: `alert ${level}`, role: "note" }, textBox(block.text, surface.names));
}

const BLOCKS = {
  header,
  section,
  context,
  actions,
  image,
  alert,
  input: drawInput,
  table: drawTable,
  divider: () => h("hr", { class: "divider" }),
  markdown: (block) => h("div", { class: "markdown" }, markdown(block.text)),
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
