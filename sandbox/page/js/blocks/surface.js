// Where blocks are drawn: a message, a modal or the Home tab. It knows how to carry a click away.

import { Refused, slack } from "../parts/api.js";
import { Form } from "./form.js";

const GONE = "This has changed in the meantime. Look again and, if it is still there, press once more.";
const UNREACHABLE = "The local workspace does not answer. Is it still running?";

export class Surface {
  /**
   * @param {object} where `{channel, message_ts}` or `{view_id}`, as the control calls name it.
   * @param {object} workspace resolves names and says who acts.
   */
  constructor(where, workspace) {
    this.where = where;
    this.workspace = workspace;
    this.names = workspace.names;
    this.form = new Form();
  }

  /** Send a block_actions click. Resolves to a warning for the person, or null. */
  async act(blockId, element, change = {}) {
    const click = {
      as: this.workspace.as,
      ...this.where,
      block_id: blockId,
      action_id: element.action_id,
      state: { values: this.form.values() },
      ...change,
    };
    try {
      return (await slack.post("action", click)).warning ?? null;
    } catch (error) {
      if (!(error instanceof Refused)) return UNREACHABLE;
      return error.status === 404 || error.status === 409 ? GONE : error.message;
    }
  }

  /** Ask the app for options while somebody types: `{options, option_groups}`. */
  suggest(blockId, element, value) {
    const question = { as: this.workspace.as, ...this.where, block_id: blockId };
    return slack.post("suggest", { ...question, action_id: element.action_id, value });
  }
}
