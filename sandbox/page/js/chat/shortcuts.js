// The app's global shortcuts, behind the button beside the box.

import { menu } from "../parts/menu.js";
import { slack } from "../parts/api.js";

/** Hang the shortcuts from the button; without any the button is not shown. */
export function startShortcuts(button, workspace, warn) {
  const global = () => workspace.shortcuts.filter((one) => one.type !== "message");
  const items = () =>
    global().map((shortcut) => ({
      label: shortcut.name,
      note: shortcut.description,
      async choose() {
        const call = { as: workspace.as, callback_id: shortcut.callback_id };
        warn((await slack.post("shortcut", call)).warning);
      },
    }));
  button.after(menu(button, items));
  const show = () => {
    button.hidden = global().length === 0;
  };
  workspace.addEventListener("state", show);
  show();
}
