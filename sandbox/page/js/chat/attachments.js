// Files: those that wait beside the box until they are sent, and those a message shows.

import { fill, h, icon } from "../parts/dom.js";

const UNITS = ["bytes", "KB", "MB"];

/** "812 bytes", "1.4 KB". */
function sizeOf(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)));
  const amount = bytes / 1000 ** step;
  return `${step ? amount.toFixed(1) : amount} ${UNITS[step]}`;
}

function named(name, size) {
  return [icon("clip"), h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, sizeOf(size))];
}

/** What is in a file, in base64. */
function contentOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Files that somebody picked or dropped on `place`, until they are taken. */
export class Attachments {
  #files = [];

  constructor(place, changed) {
    this.changed = changed;
    this.picker = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "data-test": "file-picker",
      onchange: () => this.#add(this.picker.files),
    });
    const hint = { "aria-label": "Attach a file", title: "Attach a file", "data-test": "attach" };
    const press = () => this.picker.click();
    this.button = h("button", { type: "button", class: "attach", onclick: press, ...hint }, icon("clip"));
    this.node = h("ul", { class: "attached", "aria-label": "Files to send", hidden: true });
    place.addEventListener("dragover", (event) => event.preventDefault());
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#add(event.dataTransfer.files);
    });
  }

  get isEmpty() {
    return this.#files.length === 0;
  }

  clear() {
    this.put([]);
  }

  /** Put back what could not be sent. */
  put(files) {
    this.#files = [...files];
    this.#draw();
  }

  get files() {
    return [...this.#files];
  }

  /** The files as they are sent. */
  static sent(files) {
    return Promise.all(files.map(async (file) => ({ name: file.name, content: await contentOf(file) })));
  }

  #add(files) {
    this.put([...this.#files, ...files]);
    this.picker.value = "";
  }

  #draw() {
    this.node.hidden = this.isEmpty;
    fill(this.node, this.#files.map((file) => h("li", {}, named(file.name, file.size), this.#remover(file))));
    this.changed();
  }

  #remover(file) {
    const label = `Remove ${file.name}`;
    const remove = () => this.put(this.#files.filter((one) => one !== file));
    return h("button", { type: "button", "aria-label": label, title: label, onclick: remove }, icon("close"));
  }
}

/** The files of a message, each to be saved. */
export function files(message, host) {
  if (!message.files?.length) return null;
  const items = message.files.map((file) => {
    const query = new URLSearchParams({ id: file.id, as: host.workspace.as });
    const link = { href: `/slack/control/file?${query}`, download: file.name, "data-test": "file" };
    return h("li", {}, h("a", link, named(file.name, file.size)));
  });
  return h("ul", { class: "files", "aria-label": "Files" }, items);
}
