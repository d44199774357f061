// Selects of every kind: a button that shows the choice, and a list with a field to search it.

import { h, icon, fill } from "../parts/dom.js";
import { popover } from "../parts/popover.js";
import { drawText } from "../text/text.js";
import { chosenOptions, valueOf } from "./options.js";
import { OptionList } from "./optionlist.js";

/** Draw a select. The choice is sent at once, as in Slack. */
export function drawSelect(place) {
  const button = h("button", {
    type: "button",
    class: "select",
    "aria-haspopup": "listbox",
    ...place.hooks(place.element.placeholder?.text ?? "Choose"),
  });
  const show = () => showChoice(button, place);
  const hung = popover(button, {
    className: "options",
    onOpen: (panel) => open(panel, place, button, hung),
    onClose: () => settle(place, button, show),
  });
  show();
  return h("span", { class: "select-place" }, button, hung.panel);
}

function showChoice(button, place, options = chosenOptions(place)) {
  const { names } = place.surface;
  const label = (option) => h("span", { class: "chosen" }, drawText(option.text, names));
  const empty = h("span", { class: "placeholder" }, place.element.placeholder?.text ?? "Choose");
  fill(button, options.length ? options.map(label) : empty, icon("down"));
  // An element with its own accessible name would hide the choice from screen readers.
  button.setAttribute(
    "aria-description",
    options.map((option) => option.text.text).join(", ") || "Nothing chosen",
  );
}

function open(panel, place, button, hung) {
  place.draft = chosenOptions(place);
  new OptionList(panel, place, {
    chosen: () => place.draft,
    place: hung.place,
    choose(option) {
      place.draft = [option];
      hung.close();
    },
    clear: clears(place)
      ? () => {
          place.draft = [];
          hung.close();
        }
      : null,
  });
}

/** Only an optional select can be emptied again. */
const clears = (place) => place.options.optional && chosenOptions(place).length > 0;

async function settle(place, button, show) {
  const before = JSON.stringify(chosenOptions(place));
  if (!place.draft || JSON.stringify(place.draft) === before) return;
  showChoice(button, place, place.draft);
  await place.changed(valueOf(place, place.draft[0]), button);
  show();
}
