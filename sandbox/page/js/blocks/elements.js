// Which function draws which interactive element.

import { h } from "../parts/dom.js";
import { drawButton, drawOverflow } from "./button.js";
import { drawCheckboxes, drawRadios } from "./choices.js";
import { Place } from "./element.js";
import { drawMomentPicker, drawTextInput } from "./inputs.js";
import { drawSelect } from "./select.js";

const ELEMENTS = {
  button: drawButton,
  overflow: drawOverflow,
  checkboxes: drawCheckboxes,
  radio_buttons: drawRadios,
  plain_text_input: drawTextInput,
  datetimepicker: drawMomentPicker,
};

/** Draw one element. `options` are those of a Place. */
export function drawElement(surface, blockId, element, options = {}) {
  const draw = ELEMENTS[element.type] ?? (element.type.endsWith("_select") ? drawSelect : null);
  if (!draw) return h("span", { class: "unknown-block" }, `“${element.type}” is not drawn here.`);
  return draw(new Place(surface, blockId, element, options));
}
