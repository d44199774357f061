// Who acts and what is open live in the URL's hash: two tabs can be two people.

const KEYS = ["as", "channel", "thread", "ledger"];

/** What the hash says: `{as, channel, thread, ledger}`, each a string or null. */
export function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(KEYS.map((key) => [key, query.get(key)]));
}

/**
 * A permalink leads here with channel and message in the query: move them into the hash.
 * Returns the `ts` to bring into view, or null.
 */
export function followPermalink() {
  const query = new URLSearchParams(location.search);
  if (!query.get("channel")) return null;
  history.replaceState(null, "", `/${location.hash}`);
  writeAddress({ channel: query.get("channel"), thread: query.get("thread_ts") });
  return query.get("ts");
}

/** The entry a "View in Xero" link leads to, `{realm, id}` or null. It is asked for once. */
export function takeLedgerEntry() {
  const { ledger } = readAddress();
  if (!ledger) return null;
  writeAddress({ ledger: null });
  const [realm, id] = ledger.split("/");
  return { realm, id };
}

/** Change some of it. A new person or channel is a step in the history, a thread is not. */
export function writeAddress(changes) {
  const before = readAddress();
  const after = { ...before, ...changes };
  const query = new URLSearchParams(Object.entries(after).filter(([, value]) => value));
  const step = before.channel && before.channel !== after.channel;
  history[step ? "pushState" : "replaceState"](null, "", `#${query}`);
}
