// Many reasons to read something again become few readings.

/**
 * Wrap an async function so that it never runs twice at once, and so that calls made while it runs
 * cause exactly one more run. The promise settles after a run that began after the call.
 */
export function coalesce(run) {
  let running = null;
  let next = null;

  async function drive() {
    try {
      await run();
    } finally {
      running = null;
    }
  }

  return function again() {
    if (!running) {
      running = drive();
      return running;
    }
    next ??= running.catch(() => {}).then(() => {
      next = null;
      return again();
    });
    return next;
  };
}
