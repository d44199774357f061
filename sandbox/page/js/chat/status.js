// Whether jefail is there, in words.

import { h, fill } from "../parts/dom.js";

function words(workspace) {
  if (!workspace.reachable) return ["bad", "The workspace does not answer, trying again"];
  if (workspace.app?.connected) return ["good", "jefail is connected"];
  return ["waits", "jefail is not connected"];
}

/** Keep the sign true to the workspace. */
export function startStatus(root, workspace) {
  function draw() {
    const [tone, sentence] = words(workspace);
    if (root.dataset.tone === tone) return;
    root.dataset.tone = tone;
    fill(root, h("span", { class: "status-dot", "aria-hidden": "true" }), h("span", {}, sentence));
  }
  for (const kind of ["state", "resync"]) workspace.addEventListener(kind, draw);
  draw();
}
