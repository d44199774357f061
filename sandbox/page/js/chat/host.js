// What a message may ask of the pane it stands in.

import { slack } from "../parts/api.js";

/**
 * The host of a pane's messages. `changed()` redraws the pane, `warn(text)` shows a warning above
 * its box, `openThread(ts)` opens a thread; `inThread` is set by the thread pane.
 */
export function messageHost(workspace, { openThread, changed, warn, inThread = false }) {
  const dismissed = new Set();
  return {
    workspace,
    inThread,
    openThread,
    channel: null,
    isShown: (message) => !(message.is_ephemeral && dismissed.has(message.ts)),
    dismiss(ts) {
      dismissed.add(ts);
      changed();
    },
    messageShortcuts: () => workspace.shortcuts.filter((one) => one.type === "message"),
    async runShortcut(shortcut, ts) {
      const call = { as: workspace.as, callback_id: shortcut.callback_id };
      const place = { channel: this.channel, message_ts: ts };
      warn((await slack.post("shortcut", { ...call, ...place })).warning);
    },
  };
}
