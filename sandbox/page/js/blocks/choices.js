// Radio buttons.

import { h, freshId } from "../parts/dom.js";
import { drawText } from "../text/text.js";

const sameOption = (a, b) => a?.value === b?.value;

function choice(place, name, option, checked, onchange) {
  const { names } = place.surface;
  const note = option.description ? freshId("note") : null;
  return h(
    "label",
    { class: "choice" },
    h("input", { type: "radio", name, checked, onchange, value: option.value, "aria-describedby": note }),
    h(
      "span",
      {},
      h("span", { class: "text" }, drawText(option.text, names)),
      note ? h("small", { id: note, class: "text" }, drawText(option.description, names)) : null,
    ),
  );
}

/** A list of which one may be chosen. */
export function drawRadios(place) {
  const name = freshId("radio");
  const draw = (option) =>
    choice(place, name, option, sameOption(place.field.value, option), async () => {
      if (await place.changed(option, box)) return;
      for (const input of box.querySelectorAll("input")) {
        input.checked = input.value === place.field.value?.value;
      }
    });
  const attributes = { class: "choices", role: "radiogroup", ...place.hooks("Choose") };
  const box = h("div", attributes, place.element.options.map(draw));
  return box;
}
