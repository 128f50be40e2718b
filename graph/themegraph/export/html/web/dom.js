// Makes elements. Text only ever becomes text: nothing in the viewer parses HTML.

/** An element with attributes, listeners (`on…`), and children (elements or text; null is left out). */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...shown(children));
  return element;
}

/** Children as one flat list, without those that are left out. */
function shown(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Puts new children into an element; the focus stays on the element of the same `data-key`, if there is one. */
export function replace(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...shown(children));
  if (key) {
    const again = [...parent.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
    if (again) again.focus({ preventScroll: true });
  }
}

/** A link to a source, if it is an address of the web; any other address is shown as text. */
export function sourceLink(address, words) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // A path, or nothing that is an address.
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return el("span", { class: "source" }, address);
  return el("a", { class: "source", href: url.href, target: "_blank", rel: "noopener noreferrer" }, words || url.hostname);
}

/** Whether what is typed here becomes text. */
export function isEditable(element) {
  return element.matches('input:not([type="checkbox"]):not([type="range"]), textarea, select');
}
