// A small panel that hangs from a button: menus, lists of options, suggestions.

import { h } from "./dom.js";

const GAP = 4;
const EDGE = 8;

function place(anchor, panel) {
  const from = anchor.getBoundingClientRect();
  panel.style.minWidth = `${Math.min(from.width, innerWidth - 2 * EDGE)}px`;
  const size = panel.getBoundingClientRect();
  const below = innerHeight - from.bottom;
  const fits = below >= size.height + GAP + EDGE || below >= from.top;
  const top = fits ? from.bottom + GAP : from.top - size.height - GAP;
  const left = Math.min(from.left, innerWidth - size.width - EDGE);
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - size.height - EDGE))}px`;
  panel.style.left = `${Math.max(EDGE, left)}px`;
}

/**
 * Hang a panel from a button. The browser opens and closes it (also on Esc or a press elsewhere);
 * `onOpen` fills the panel each time. `onClose` runs as it goes, before any key that is pressed
 * next: "toggle" comes later, when a form may have been sent in already.
 */
export function popover(button, { onOpen, onClose = () => {}, className = "" }) {
  const panel = h("div", { class: `popover ${className}`, popover: "auto" });
  button.popoverTargetElement = panel;
  button.setAttribute("aria-expanded", "false");
  const follow = () => place(button, panel);
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") onOpen(panel);
    else onClose();
  });
  panel.addEventListener("toggle", (event) => {
    const opened = event.newState === "open";
    button.setAttribute("aria-expanded", String(opened));
    const listen = opened ? "addEventListener" : "removeEventListener";
    window[listen]("resize", follow);
    window[listen]("scroll", follow, true);
    if (!opened) return;
    follow();
    panel.querySelector("input, [role=menuitem], [role=option]")?.focus();
  });
  return {
    panel,
    place: follow,
    close() {
      panel.hidePopover();
      button.focus();
    },
  };
}

/** Whether a key press is an Esc meant for `root` itself, not for a panel open inside it. */
export const escapes = (event, root) =>
  event.key === "Escape" && !event.defaultPrevented && !root.querySelector(":popover-open");
