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

function channels(place) {
  const open = place.surface.workspace.channels.filter((channel) => !channel.is_im);
  return [{ options: open.map((channel) => asOption(channel.id, `#${channel.name}`)) }];
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
  channels: { load: channels, bare: true },
  conversations: { load: channels, bare: true },
};

const kindOf = (element) => element.type.replace(/^multi_/, "").replace(/_select$/, "");

/** Whether more than one may be chosen. */
export const isMulti = (element) => element.type.startsWith("multi_");

/** Find options for what was typed: `[{label, options}]`. Only external selects ask the app. */
export async function findOptions(place, typed) {
  const { element, surface } = place;
  if (kindOf(element) !== "external") return filtered(KINDS[kindOf(element)].load(place), typed);
  if (typed.trim().length < (element.min_query_length ?? 3)) return null;
  return fixed(await surface.suggest(place.blockId, element, typed));
}

/** What is chosen now, as options that can be shown. */
export function chosenOptions(place) {
  const { element, field } = place;
  const values = [field.value ?? []].flat();
  const kind = KINDS[kindOf(element)];
  if (!kind?.bare) return values;
  const known = kind.load(place).flatMap((group) => group.options);
  return values.map((id) => known.find((option) => option.value === id) ?? asOption(id, id));
}

/** The value Slack reports when these options are chosen. */
export function valueOf(place, options) {
  const bare = KINDS[kindOf(place.element)]?.bare;
  const values = bare ? options.map((option) => option.value) : options;
  return isMulti(place.element) ? values : (values[0] ?? null);
}
