// Which function draws which interactive element.

import { h } from "../parts/dom.js";
import { drawButton, drawOverflow } from "./button.js";
import { drawCheckboxes, drawRadios } from "./choices.js";
import { Place } from "./element.js";
import { drawImage } from "./image.js";
import { drawMomentPicker, drawPicker, drawTextInput } from "./inputs.js";
import { drawSelect } from "./select.js";

const ELEMENTS = {
  button: drawButton,
  workflow_button: drawButton,
  overflow: drawOverflow,
  checkboxes: drawCheckboxes,
  radio_buttons: drawRadios,
  plain_text_input: drawTextInput,
  number_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  datepicker: drawPicker,
  timepicker: drawPicker,
  datetimepicker: drawMomentPicker,
};

/** Draw one element. `options` are those of a Place. */
export function drawElement(surface, blockId, element, options = {}) {
  if (element.type === "image") return drawImage(element, "accessory-image");
  const draw = ELEMENTS[element.type] ?? (element.type.endsWith("_select") ? drawSelect : null);
  if (!draw) return h("span", { class: "unknown-block" }, `“${element.type}” is not drawn here.`);
  return draw(new Place(surface, blockId, element, options));
}
