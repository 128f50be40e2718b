// The filters and the legend, which are one: each line says what a sign means, counts it, and switches it.

import { makeDateRange } from "./date-range.js";
import { el, replace } from "./dom.js";
import { lineSample, makeFacet } from "./facets.js";
import { facetValues, isFiltering } from "./filter.js";
import { industryOf, languageOf, nameOf, say } from "./i18n.js";

/** The sidebar; `draw` brings it up to date. */
export function makeSidebar(app) {
  const { graph, store } = app;
  const values = facetValues(graph);
  const narrow = window.matchMedia("(max-width: 760px)");
  const facets = [
    makeFacet(app, "role", { title: "role", nameOf: say, values: values.role, sample: lineSample, open: true }),
    makeDateRange(app),
    makeFacet(app, "stance", { title: "stance", nameOf: say, values: values.stance, sample: (value) => el("span", { class: "stance-dot " + value, "aria-hidden": "true" }), open: !narrow.matches }),
    makeFacet(app, "branch", { title: "branch", nameOf: (id) => nameOf(graph.byId.get(id)), values: values.branch, open: !narrow.matches }),
    makeFacet(app, "industry", { title: "industry", nameOf: industryOf, values: values.industry }),
    makeFacet(app, "language", { title: "documentLanguage", nameOf: languageOf, values: values.language }),
  ];
  const confidence = makeSlider(0, 95, 5, (value) => app.setFilters({ confidence: value / 100 }));
  const most = graph.edges.reduce((a, edge) => Math.max(a, edge.sources || edge.weight), 1);
  const sources = makeSlider(1, Math.min(most, 20), 1, (value) => app.setFilters({ sources: value }));
  const limit = makeSlider(0, LIMITS.length - 1, 1, (value) => store.set({ limit: LIMITS[value] }));
  const shapes = el("ul", { class: "shapes" });
  const reset = el("button", { type: "button", class: "reset", onclick: () => app.resetFilters() });
  const heading = el("h2");
  const close = el("button", { type: "button", class: "close", onclick: () => app.showSidebar(false) }, "×");
  const element = el("aside", { class: "sidebar", id: "filters" }, el("div", { class: "sidebar-head" }, heading, reset, close), shapes,
    facets.map((facet) => facet.element), confidence.element, most > 1 ? sources.element : null,
    graph.edges.length > LIMITS[0] ? limit.element : null);

  function draw() {
    const { filters, hierarchy } = store.state;
    const drawn = app.working;
    const companies = drawn.nodes.filter((node) => node.kind === "company").length;
    element.setAttribute("aria-label", say("filters"));
    heading.textContent = say("filters");
    close.setAttribute("aria-label", say("close"));
    reset.textContent = say("reset");
    reset.hidden = !isFiltering(filters);
    replace(shapes,
      el("li", {}, el("span", { class: "dot company", "aria-hidden": "true" }), say("companies", { n: companies })),
      el("li", {}, el("span", { class: "dot theme", "aria-hidden": "true" }), say("themes", { n: drawn.nodes.length - companies })),
      el("li", { class: "wide" }, el("label", {}, el("input", { type: "checkbox", "data-key": "hierarchy", checked: hierarchy, onchange: () => store.set({ hierarchy: !hierarchy }) }), lineSample("broader"), say("hierarchy"))));
    for (const facet of facets) facet.draw();
    confidence.draw(say("confidence"), Math.round(filters.confidence * 100), filters.confidence ? say("atLeast", { value: `${Math.round(filters.confidence * 100)} %` }) : say("any"));
    sources.draw(say("minSources"), filters.sources, filters.sources > 1 ? say("atLeast", { value: filters.sources }) : say("any"));
    const step = LIMITS.findIndex((value) => value >= store.state.limit);
    limit.draw(say("limit"), step < 0 ? LIMITS.length - 1 : step, say("limitOf", { n: Math.min(drawn.edges.length, app.filtered.passing), all: app.filtered.passing }));
  }
  return { element, draw, focus: () => element.querySelector("button, input")?.focus() };
}

// How many of the strongest links are drawn.
export const LIMITS = [50, 100, 200, 300, 500, 800, 1200, 2000, 4000];

function makeSlider(min, max, step, set) {
  const id = `slider-${sliders++}`;
  const input = el("input", { type: "range", id, min, max, step, oninput: () => set(Number(input.value)) });
  const label = el("label", { for: id });
  const words = el("span", { class: "range" });
  return {
    element: el("section", { class: "facet slider" }, el("div", {}, label, words), input),
    draw(name, value, text) {
      label.textContent = name;
      words.textContent = text;
      input.value = value;
      input.setAttribute("aria-valuetext", text);
    },
  };
}
let sliders = 0;
