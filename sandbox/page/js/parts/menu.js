// A menu of actions behind a button, with the arrow keys.

import { h } from "./dom.js";
import { popover } from "./popover.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function moveFocus(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const ends = { Home: 0, End: items.length - 1 };
  const to = event.key in STEPS ? at + STEPS[event.key] : ends[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length).focus();
}

function menuItem(item, close) {
  const properties = {
    role: "menuitem",
    class: "menu-item",
    tabindex: "-1",
    "data-test": "menu-item",
    "data-value": item.value,
    onclick() {
      close();
      item.choose();
    },
  };
  const label = [h("span", {}, item.label), item.note ? h("small", {}, item.note) : null];
  return item.href
    ? h("a", { ...properties, href: item.href, target: "_blank", rel: "noopener noreferrer" }, label)
    : h("button", { ...properties, type: "button" }, label);
}

/** Hang a menu from the button. `items()` gives `[{label, value?, note?, href?, choose}]` when it opens. */
export function menu(button, items) {
  button.setAttribute("aria-haspopup", "menu");
  const hung = popover(button, {
    className: "menu",
    onOpen(panel) {
      panel.replaceChildren(...items().map((item) => menuItem(item, () => hung.close())));
    },
  });
  hung.panel.setAttribute("role", "menu");
  hung.panel.addEventListener("keydown", moveFocus);
  return hung.panel;
}
