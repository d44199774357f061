// Checkboxes and radio buttons.

import { h, freshId } from "../parts/dom.js";
import { drawText } from "../text/text.js";

const sameOption = (a, b) => a?.value === b?.value;

function choice(place, type, name, option, checked, onchange) {
  const { names } = place.surface;
  const note = option.description ? freshId("note") : null;
  return h(
    "label",
    { class: "choice" },
    h("input", { type, name, checked, onchange, value: option.value, "aria-describedby": note }),
    h(
      "span",
      {},
      h("span", { class: "text" }, drawText(option.text, names)),
      note ? h("small", { id: note, class: "text" }, drawText(option.description, names)) : null,
    ),
  );
}

function group(place, role, drawOne) {
  return h(
    "div",
    { class: "choices", role, ...place.hooks("Choose") },
    place.element.options.map(drawOne),
  );
}

/** A list of which any number may be ticked. */
export function drawCheckboxes(place) {
  const { element, field } = place;
  const box = group(place, "group", (option) => {
    const ticked = field.value.some((other) => sameOption(other, option));
    return choice(place, "checkbox", null, option, ticked, async () => {
      const boxes = [...box.querySelectorAll("input")];
      const kept = await place.changed(element.options.filter((_, i) => boxes[i].checked), box);
      if (!kept) {
        for (const [index, input] of boxes.entries()) {
          input.checked = field.value.some((other) => sameOption(other, element.options[index]));
        }
      }
    });
  });
  return box;
}

/** A list of which one may be chosen. */
export function drawRadios(place) {
  const name = freshId("radio");
  const box = group(place, "radiogroup", (option) =>
    choice(place, "radio", name, option, sameOption(place.field.value, option), async () => {
      if (await place.changed(option, box)) return;
      for (const input of box.querySelectorAll("input")) {
        input.checked = input.value === place.field.value?.value;
      }
    }),
  );
  return box;
}
