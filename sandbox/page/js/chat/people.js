// The "acting as" switch.

import { h, fill } from "../parts/dom.js";

/** A small sign with a person's initials, or the app's. */
export function avatar(person, size = "") {
  const initials = (person?.real_name ?? "?")
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, person?.is_bot ? 1 : 2)
    .join("");
  const hue = person?.is_bot ? "bot" : (person?.hue ?? 0);
  return h("span", { class: `avatar ${size}`, "data-hue": hue, "aria-hidden": "true" }, initials);
}

function option(person) {
  const role = person.title ? `, ${person.title.toLowerCase()}` : "";
  return h("option", { value: person.id }, person.real_name + role);
}

/** Keep the switch true to the workspace; `choose(id)` makes somebody else act. */
export function startPeople(root, workspace, choose) {
  const sign = h("span");
  const select = h(
    "select",
    { id: "acting-as", "data-test": "acting-as", onchange: () => choose(select.value) },
    workspace.people.map(option),
  );
  fill(root, sign, h("label", { for: "acting-as" }, "Acting as"), select);
  function show() {
    select.value = workspace.as;
    fill(sign, avatar(workspace.person(workspace.as), "small"));
  }
  workspace.addEventListener("state", show);
  show();
}
