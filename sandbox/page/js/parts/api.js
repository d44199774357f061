// The control surfaces this page talks to; nothing else is ever called.

/** A refusal by the server, with its own word for it. */
export class Refused extends Error {
  constructor(status, error) {
    super(error);
    this.status = status;
  }
}

async function ask(url, options) {
  const answer = await fetch(url, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body.error ?? `HTTP ${answer.status}`);
  return body;
}

function client(base) {
  return {
    get: (path, query = {}) => ask(`${base}/${path}?${new URLSearchParams(query)}`),
    post: (path, body) =>
      ask(`${base}/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    delete: (path) => ask(`${base}/${path}`, { method: "DELETE" }),
    streamUrl: (query = {}) => `${base}/stream?${new URLSearchParams(query)}`,
  };
}

export const slack = client("/slack/control");
/** An accounting platform's, by its id. */
export const platform = (id) => client(`/${id}/control`);
/** Tells of a change in any of the platforms: a browser has few connections to spare. */
export const OUTSIDE_STREAM = "/outside/stream";
