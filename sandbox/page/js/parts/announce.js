// Tells screen readers what changed, politely, without moving the focus.

const region = () => document.getElementById("announcements");

/** Say one sentence. The region is emptied first so that equal sentences are said again. */
export function announce(sentence) {
  const place = region();
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = sentence;
  });
}
