// Elements one types into.

import { h } from "../parts/dom.js";

function attributes(place) {
  const { element, field } = place;
  const placeholder = element.placeholder?.text;
  return {
    class: "field",
    placeholder,
    value: field.value,
    autocomplete: "off",
    minlength: element.min_length,
    maxlength: element.max_length ?? 3000,
    ...place.hooks(placeholder ?? "Text"),
  };
}

function dispatchesOn(place, trigger) {
  if (place.options.quiet) return false;
  const wanted = place.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return wanted.includes(trigger);
}

function listen(input, place) {
  input.addEventListener("input", () => {
    place.field.value = input.value;
    if (dispatchesOn(place, "on_character_entered")) place.send(input, { value: input.value });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    if (!dispatchesOn(place, "on_enter_pressed")) return;
    event.preventDefault();
    place.send(input, { value: input.value });
  });
  return input;
}

/** A field for text; long text gets more than one line. */
export function drawTextInput(place) {
  if (place.element.multiline) {
    const box = h("textarea", { rows: 4, ...attributes(place) });
    box.value = place.field.value ?? "";
    box.setSelectionRange(0, 0); // a long text is read from its beginning
    return listen(box, place);
  }
  return listen(h("input", { type: "text", ...attributes(place) }), place);
}

/** A date and a time in the reader's own zone; Slack counts it in seconds. */
export function drawMomentPicker(place) {
  const input = h("input", { ...attributes(place), type: "datetime-local", value: null });
  const show = () => {
    const seconds = Number(place.field.value);
    const shift = new Date(seconds * 1000).getTimezoneOffset() * 60;
    input.value = seconds ? new Date((seconds - shift) * 1000).toISOString().slice(0, 16) : "";
  };
  input.addEventListener("change", async () => {
    const moment = input.value ? Math.floor(new Date(input.value).valueOf() / 1000) : null;
    if (!(await place.changed(moment, input))) show();
  });
  show();
  return input;
}
