// Server-sent events that reconnect by themselves. A browser keeps only six connections to one
// server open, over all its tabs; so hidden tabs let go of theirs, and what concerns everybody is
// read by one tab for all.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

/**
 * Follow a stream until `stop()` is called on the result.
 *
 * `onEvent` gets each parsed event; `onOpen` runs after every (re)connection, so that whatever was
 * missed in between can be read again; `onDown` runs when the server goes away. While the tab is
 * hidden nothing is followed, unless `always`.
 */
export function follow(url, { onEvent, onOpen, onDown, always = false }) {
  let source = null;
  let timer = null;
  let wait = FIRST_WAIT;

  function open() {
    source = new EventSource(url);
    source.onopen = () => {
      wait = FIRST_WAIT;
      onOpen();
    };
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = () => {
      // The browser's own retry gives up for good on an error status, so the wait is kept here.
      close();
      onDown();
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  function look() {
    if (always) return;
    close();
    if (!document.hidden) open();
  }

  document.addEventListener("visibilitychange", look);
  if (always || !document.hidden) open();
  return {
    stop() {
      document.removeEventListener("visibilitychange", look);
      close();
    },
  };
}

/** Follow a stream that is the same for every tab: one of them reads it and tells the others. */
export function followTogether(name, url, handlers) {
  const others = new BroadcastChannel(name);
  others.onmessage = ({ data }) => handlers[data.kind](data.event);
  const told = (kind) => (event) => {
    handlers[kind](event);
    others.postMessage({ kind, event });
  };
  const shared = { onEvent: told("onEvent"), onOpen: told("onOpen"), onDown: told("onDown") };
  // The lock is held as long as this tab lives; then the next one takes over.
  navigator.locks.request(name, () => {
    follow(url, { ...shared, always: true });
    return new Promise(() => {});
  });
}
