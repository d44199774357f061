// Buttons and overflow menus.

import { h, icon } from "../parts/dom.js";
import { menu } from "../parts/menu.js";
import { drawText } from "../text/text.js";
import { safeUrl } from "../text/links.js";

const TONES = { primary: "primary", danger: "danger" };

/** A button; one with a url is a link that also tells the app of the click. */
export function drawButton(place) {
  const { element, surface } = place;
  const properties = {
    class: `button ${TONES[element.style] ?? ""}`,
    "data-action-id": element.action_id,
    "aria-label": element.accessibility_label,
    onclick: (event) => pressed(event, place),
  };
  const label = h("span", { class: "button-label" }, drawText(element.text, surface.names));
  const url = safeUrl(element.url);
  if (!url) return h("button", { type: "button", ...properties }, label);
  const away = { href: url, target: "_blank", rel: "noopener noreferrer" };
  return h("a", { ...properties, ...away }, label, icon("away"));
}

function pressed(event, place) {
  const change = place.element.value === undefined ? {} : { value: place.element.value };
  place.send(event.currentTarget, change);
}

/** The three dots with further actions. */
export function drawOverflow(place) {
  const { element, surface } = place;
  const button = h(
    "button",
    { type: "button", class: "button icon-only", ...place.hooks("More actions") },
    icon("dots"),
  );
  const items = () =>
    element.options.map((option) => ({
      label: drawText(option.text, surface.names),
      value: option.value,
      note: option.description ? drawText(option.description, surface.names) : null,
      href: safeUrl(option.url),
      choose: () => place.send(button, { selected_option: option }),
    }));
  return h("span", { class: "overflow" }, button, menu(button, items));
}
