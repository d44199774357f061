// What lines choose from beside accounts: classes, customers, tracking options, each with a switch.

import { h, fill } from "../parts/dom.js";
import { Switch } from "./switch.js";

export const isActive = (one) => one.active !== false;

/** `list` with the thing at `place` changed. */
const changed = (list, place, change) =>
  list.map((one, at) => (at === place ? { ...one, ...change } : one));

/** The groups of a company's list: itself, or one for each of its categories with its options. */
function groupsOf({ field, label, categories, required }, company) {
  const list = company[field] ?? [];
  if (!categories) {
    const put = (place, active) => ({ [field]: changed(list, place, { active }) });
    return list.length ? [{ key: field, title: label, items: list, put }] : [];
  }
  return list.map((category, at) => {
    const { options } = category;
    const within = (change) => ({ [field]: changed(list, at, change) });
    const put = (place, active) => within({ options: changed(options, place, { active }) });
    const need = required && {
      on: category[required] === true,
      put: (on) => within({ [required]: on }),
    };
    return { key: category.id, title: category.name, items: options, put, need };
  });
}

/** Everything that a company's lines choose from. */
export const choicesOf = (company) =>
  company.platform.lists.flatMap((list) => groupsOf(list, company)).flatMap(({ items }) => items);

export class Lists {
  #switches = new Map();

  /** `set(body)` turns a company's switches, to which its lists belong. */
  constructor(lists, set) {
    this.lists = lists;
    this.set = set;
    this.count = h("span", { class: "count" });
    this.place = h("div", { class: "lists" });
    this.node = h(
      "details",
      { class: "panel fold", "data-test": "lists", hidden: true },
      h("summary", {}, h("h3", {}, "Lists"), this.count),
      h("p", { class: "fold-note" }, "An inactive choice is refused in new entries."),
      this.place,
    );
  }

  show(company) {
    this.groups = this.lists.flatMap((list) => groupsOf(list, company));
    const items = this.groups.flatMap((group) => group.items);
    const active = items.filter(isActive).length;
    const all = active === items.length;
    this.node.hidden = !items.length;
    this.count.textContent = all ? `${active} active` : `${active} of ${items.length} active`;
    this.#draw();
    for (const group of this.groups) {
      this.#needOf(group)?.show(group.need.on);
      for (const one of group.items) this.#switchOf(group, one).show(isActive(one));
    }
  }

  /** Drawing the switches again would take the focus from the one just pressed. */
  #draw() {
    const signature = JSON.stringify(
      this.groups.map(({ title, items }) => [title, items.map(({ id }) => id)]),
    );
    if (signature === this.drawn) return;
    this.drawn = signature;
    const nodes = this.groups.map((group) =>
      h(
        "section",
        { "aria-label": group.title },
        h("h4", {}, group.title),
        this.#needOf(group)?.node ?? null,
        group.items.map((one) => this.#switchOf(group, one).node),
      ),
    );
    fill(this.place, nodes);
  }

  #needOf({ key, title, need }) {
    if (!need) return null;
    const toggle = (on) => this.set(this.#group(key).need.put(on));
    const label = `Each line needs a ${title}`;
    return this.#switch(`need-${key}`, { label, hook: `need-${key}`, toggle });
  }

  #switchOf({ key }, { id, name }) {
    const toggle = (active) => {
      const group = this.#group(key);
      return this.set(group.put(group.items.findIndex((one) => one.id === id), active));
    };
    return this.#switch(`${key}/${id}`, { label: name, hook: `choice-${id}`, toggle });
  }

  #switch(key, properties) {
    if (!this.#switches.has(key)) this.#switches.set(key, new Switch(properties));
    return this.#switches.get(key);
  }

  #group(key) {
    return this.groups.find((group) => group.key === key);
  }
}
