// Which panes are on screen: beside each other where there is room, one at a time on a phone.

import { recall, remember } from "./parts/memory.js";
import { escapes } from "./parts/popover.js";

const PHONE = matchMedia("(max-width: 759px)");
const WIDE = matchMedia("(min-width: 1180px)");

/** Show one pane on a phone: `channels`, `chat` or `outside`. */
export function showPane(name) {
  document.body.dataset.pane = name;
  for (const tab of document.querySelectorAll("[data-pane-tab]")) {
    tab.setAttribute("aria-current", tab.dataset.paneTab === name ? "page" : "false");
  }
}

function setOutside(open) {
  document.body.dataset.outside = open ? "open" : "closed";
  document.getElementById("outside-toggle").setAttribute("aria-expanded", String(open));
}

/** Bring the outside world on screen, wherever it is shown at this width. */
export function openOutside() {
  if (PHONE.matches) showPane("outside");
  else setOutside(true);
}

/** Wire the tabs of the phone layout and the button that opens the outside world. */
export function startPanes() {
  for (const tab of document.querySelectorAll("[data-pane-tab]")) {
    tab.addEventListener("click", () => showPane(tab.dataset.paneTab));
  }
  const toggle = document.getElementById("outside-toggle");
  const outside = document.getElementById("outside");
  toggle.addEventListener("click", () => {
    if (PHONE.matches) {
      showPane("outside");
      return;
    }
    const open = document.body.dataset.outside !== "open";
    setOutside(open);
    if (WIDE.matches) remember("outside", open);
    if (open) outside.focus();
  });
  document.getElementById("outside-close").addEventListener("click", () => closeOutside(toggle));
  outside.addEventListener("keydown", (event) => {
    if (!WIDE.matches && escapes(event, outside)) closeOutside(toggle);
  });
  const fit = () => setOutside(WIDE.matches && recall("outside", true));
  WIDE.addEventListener("change", fit);
  fit();
  showPane("chat");
}

function closeOutside(toggle) {
  setOutside(false);
  showPane("chat");
  if (WIDE.matches) remember("outside", false);
  toggle.focus();
}
