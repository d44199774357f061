// Radio buttons and check boxes.

import { h, freshId } from "../parts/dom.js";
import { drawText } from "../text/text.js";

const sameOption = (a, b) => a?.value === b?.value;

function choice(place, option, input) {
  const { names } = place.surface;
  const note = option.description ? freshId("note") : null;
  return h(
    "label",
    { class: "choice" },
    h("input", { ...input, value: option.value, "aria-describedby": note }),
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
  const draw = (option) => {
    const checked = sameOption(place.field.value, option);
    const onchange = async () => {
      if (await place.changed(option, box)) return;
      for (const input of box.querySelectorAll("input")) {
        input.checked = input.value === place.field.value?.value;
      }
    };
    return choice(place, option, { type: "radio", name, checked, onchange });
  };
  const attributes = { class: "choices", role: "radiogroup", ...place.hooks("Choose") };
  const box = h("div", attributes, place.element.options.map(draw));
  return box;
}

/** A list of which any number may be chosen. */
export function drawCheckboxes(place) {
  const isChosen = (option) => place.field.value.some((one) => sameOption(one, option));
  const draw = (option) => {
    const onchange = async ({ target }) => {
      const others = place.field.value.filter((one) => !sameOption(one, option));
      const chosen = target.checked ? [...others, option] : others;
      if (!(await place.changed(chosen, box))) target.checked = isChosen(option);
    };
    return choice(place, option, { type: "checkbox", checked: isChosen(option), onchange });
  };
  const attributes = { class: "choices", role: "group", ...place.hooks("Choose") };
  const box = h("div", attributes, place.element.options.map(draw));
  return box;
}
