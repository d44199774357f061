// Builds DOM nodes. Outside text only ever enters as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `h("p", {class: "x", onclick: f, dataset: {ts: "1"}}, "text", child)`. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "dataset") {
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== null && entry !== undefined) node.dataset[key] = entry;
    }
  } else if (name.startsWith("on")) {
    node.addEventListener(name.slice(2), value);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

/** A picture from one of the page's own sprite files; silent for screen readers. */
function sprite(file, name, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/${file}#${name}`);
  svg.append(use);
  return svg;
}

export const icon = (name) => sprite("icons.svg", name, "icon");
export const emojiPicture = (name) => sprite("emoji.svg", name, "emoji-picture");

let lastId = 0;

/** An id not yet used on this page, for aria-describedby and its kin. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Show exactly these nodes in the parent. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
}
