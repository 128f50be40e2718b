// The four views of the same data, as tabs.

import { el, replace } from "./dom.js";
import { say } from "./i18n.js";

const VIEWS = ["graph", "table", "matrix", "time"];

/** The tabs. */
export function makeTabs(app) {
  const element = el("nav", { class: "tabs" });

  function draw() {
    const { view } = app.store.state;
    element.setAttribute("aria-label", say("views"));
    replace(element, VIEWS.map((name) =>
      el("button", { type: "button", "data-key": "view" + name, "aria-current": view === name ? "page" : null, onclick: () => app.store.set({ view: name }) }, say(name))));
  }
  return { element, draw };
}
