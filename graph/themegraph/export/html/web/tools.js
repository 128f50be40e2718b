// Small tools over the drawing: zoom, show all, arrange anew, and bring back what was hidden.

import { el, replace } from "./dom.js";
import { lineSample } from "./facets.js";
import { say } from "./i18n.js";
import { ROLES } from "./model.js";

/** The tools. */
export function makeTools(app) {
  const tool = (name, sign, act) => ({ name, button: el("button", { type: "button", onclick: act }, el("span", { "aria-hidden": "true" }, sign)) });
  const tools = [
    tool("zoomIn", "+", () => app.canvas.zoom(1.3)),
    tool("zoomOut", "−", () => app.canvas.zoom(1 / 1.3)),
    tool("fit", "⤢", () => app.showAll()),
    tool("arrange", "⟳", () => app.arrange()),
  ];
  const hidden = el("button", { type: "button", class: "hidden-count", onclick: () => app.showHidden() });
  const drawn = el("p", { class: "drawn-count" });
  const legend = el("button", { type: "button", class: "mini-legend", onclick: () => app.showSidebar(true) });
  const element = el("div", { class: "tools" }, legend, el("div", { class: "tool-buttons" }, tools.map(({ button }) => button)), drawn, hidden);

  function draw() {
    const { state } = app.store;
    hidden.hidden = !state.hidden.size;
    hidden.textContent = say("showHidden", { n: state.hidden.size });
    const { edges, passing } = app.working;
    drawn.hidden = edges.length >= passing;
    drawn.textContent = say("drawnOf", { n: edges.length, all: passing });
  }

  function relabel() {
    for (const { name, button } of tools) {
      button.setAttribute("aria-label", say(name));
      button.title = say(name);
    }
    replace(legend,
      el("span", {}, el("span", { class: "dot company", "aria-hidden": "true" }), say("company")),
      el("span", {}, el("span", { class: "dot theme", "aria-hidden": "true" }), say("theme")),
      ROLES.map((role) => el("span", {}, lineSample(role), say(role))));
    if (app.working) draw();
  }
  return { element, draw, relabel, legendHeight: () => (legend.offsetHeight ? legend.offsetHeight + 50 : 0) };
}
