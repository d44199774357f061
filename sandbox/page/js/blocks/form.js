// What has been typed and chosen in one message or view. It outlives redrawing: an element that
// comes back with the same block_id and action_id keeps its value, as in Slack.

const HELD = {
  checkboxes: ["selected_options", "initial_options"],
  plain_text_input: ["value", "initial_value"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  users_select: ["selected_user", "initial_user"],
};

/** Whether elements of this type hold a value that Slack reports in `state.values`. */
export const holdsValue = (type) => type in HELD;

/** The name Slack gives the value of such an element: `selected_option`, `value`, ... */
export const valueName = (type) => HELD[type][0];

function initialValue(element) {
  const none = element.type === "checkboxes" ? [] : null;
  const given = element[HELD[element.type][1]] ?? none;
  return typeof given === "object" ? given : String(given);
}

export class Form {
  #kept = new Map();
  #drawn = new Map();

  /** Begin a new drawing; whatever is not drawn again is not reported any more. */
  begin() {
    this.#drawn = new Map();
  }

  /** A handle on one element's value: what was kept for it, else its initial value. */
  field(blockId, element) {
    const key = JSON.stringify([blockId, element.action_id, element.type]);
    this.#drawn.set(key, [blockId, element]);
    if (!this.#kept.has(key)) this.#kept.set(key, initialValue(element));
    const kept = this.#kept;
    return {
      get value() {
        return kept.get(key);
      },
      set value(value) {
        kept.set(key, value);
      },
    };
  }

  /** Everything drawn, as Slack's `state.values`. */
  values() {
    const values = {};
    for (const [key, [blockId, element]] of this.#drawn) {
      const value = this.#kept.get(key);
      const entry = { type: element.type, [valueName(element.type)]: value };
      // An emptied field is reported as null, never as an empty text.
      if (value === "") entry.value = null;
      (values[blockId] ??= {})[element.action_id] = entry;
    }
    return values;
  }
}
