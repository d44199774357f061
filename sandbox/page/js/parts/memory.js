// What this browser remembers. Storage may be forbidden; then nothing is remembered and all works.

function guarded(action, fallback) {
  try {
    return action();
  } catch {
    return fallback;
  }
}

/** Read a remembered JSON value. */
export function recall(key, fallback) {
  return guarded(() => JSON.parse(localStorage.getItem(`workspace.${key}`)) ?? fallback, fallback);
}

/** Remember a JSON value. */
export function remember(key, value) {
  guarded(() => localStorage.setItem(`workspace.${key}`, JSON.stringify(value)));
}
