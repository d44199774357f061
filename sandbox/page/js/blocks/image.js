// Images. Where one cannot be loaded its alternative text stands in its place.

import { h, icon } from "../parts/dom.js";

/** Draw an image element or block. */
export function drawImage(image, className) {
  const alt = image.alt_text ?? "";
  const picture = h("img", {
    class: className,
    src: image.image_url ?? image.slack_file?.url,
    alt,
    title: alt,
    loading: "lazy",
  });
  picture.addEventListener("error", () => {
    const frame = { class: `${className} missing-image`, role: "img", "aria-label": alt, title: alt };
    picture.replaceWith(h("span", frame, icon("picture"), h("span", {}, alt)));
  });
  return picture;
}
