// Where the options of each kind of select come from, and how its value is written.

const grouped = (groups) =>
  groups.map((group) => ({ label: group.label, options: group.options }));

function fixed({ option_groups: groups, options }) {
  return groups ? grouped(groups) : [{ label: null, options: options ?? [] }];
}

const asOption = (id, name) => ({ value: id, text: { type: "plain_text", text: name } });

function people(place) {
  const { workspace } = place.surface;
  return [{ options: workspace.people.map((one) => asOption(one.id, one.real_name)) }];
}

const byText = (typed) => (option) =>
  option.text.text.toLowerCase().includes(typed.trim().toLowerCase());

function filtered(groups, typed) {
  return groups
    .map((group) => ({ ...group, options: group.options.filter(byText(typed)) }))
    .filter((group) => group.options.length);
}

/** Options are chosen as objects by some selects and as bare ids by others. */
const KINDS = {
  static: { load: (place) => fixed(place.element), bare: false },
  users: { load: people, bare: true },
};

const kindOf = (element) => element.type.replace(/_select$/, "");

/** Find options for what was typed: `[{label, options}]`. Only external selects ask the app. */
export async function findOptions(place, typed) {
  const { element, surface } = place;
  if (kindOf(element) !== "external") return filtered(KINDS[kindOf(element)].load(place), typed);
  if (typed.trim().length < (element.min_query_length ?? 3)) return null;
  return fixed(await surface.suggest(place.blockId, element, typed));
}

/** What is chosen now, as options that can be shown: one or none. */
export function chosenOptions(place) {
  const { element, field } = place;
  if (!field.value) return [];
  const kind = KINDS[kindOf(element)];
  if (!kind?.bare) return [field.value];
  const known = kind.load(place).flatMap((group) => group.options);
  return [known.find((option) => option.value === field.value) ?? asOption(field.value, field.value)];
}

/** The value Slack reports when this option is chosen; undefined: none. */
export function valueOf(place, option) {
  const bare = KINDS[kindOf(place.element)]?.bare;
  return (bare ? option?.value : option) ?? null;
}
