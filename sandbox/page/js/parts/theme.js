// Light, dark, or as the system says.

import { icon, fill } from "./dom.js";
import { recall, remember } from "./memory.js";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : systemIsDark.matches;
}

function show(button) {
  const dark = isDark();
  fill(button, icon(dark ? "sun" : "moon"));
  button.setAttribute("aria-label", dark ? "Use light colours" : "Use dark colours");
  button.title = button.getAttribute("aria-label");
}

/** Make the button switch between light and dark, and follow the system until it is pressed. */
export function startTheme(button) {
  const chosen = recall("theme", null);
  if (chosen) document.documentElement.dataset.theme = chosen;
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", document.documentElement.dataset.theme);
    show(button);
  });
  systemIsDark.addEventListener("change", () => show(button));
  show(button);
}
