// Redrawing without taking the focus away from whoever is typing or pressing.

/** Where the focus is inside `root`, in terms that survive a redrawing; null if it is elsewhere. */
export function focusIn(root) {
  const active = document.activeElement;
  if (!root.contains(active)) return null;
  return {
    block: active.closest("[data-block-id]")?.dataset.blockId,
    action: active.dataset.actionId,
    caret: active.type === "text" || active.type === "textarea" ? active.selectionStart : null,
  };
}

/** Give the focus back to the element with the same ids. False if there is none any more. */
export function refocus(root, { block, action, caret }) {
  const blocks = [...root.querySelectorAll("[data-block-id]")];
  const place = blocks.find((node) => node.dataset.blockId === block);
  const again = action && place?.querySelector(`[data-action-id="${CSS.escape(action)}"]`);
  if (!again) return false;
  again.focus({ preventScroll: true });
  if (caret !== null && again.setSelectionRange) again.setSelectionRange(caret, caret);
  return true;
}

/** The message or window that has the focus now, to be given it back: what is pressed in it may go. */
export const placeOfFocus = () => document.activeElement.closest(".message, dialog");

/** Give the focus to `place` if it was lost: what had it before was drawn anew meanwhile. */
export function giveBack(place) {
  if (document.activeElement !== document.body || !place?.isConnected) return;
  const inside = place.matches("dialog") && place.querySelector("input, textarea, button");
  (inside || place).focus({ preventScroll: true });
}
