// Filters with a value to switch on and off each: role, stance, branch, industry, language.

import { el, replace, svg } from "./dom.js";
import { say } from "./i18n.js";
import { DASHES } from "./palette.js";

const AT_ONCE = 8;

/** A short piece of line as it is drawn for a role. */
export function lineSample(role) {
  const dashes = DASHES[role];
  return svg("svg", { class: "sample " + role, width: "26", height: "10", "aria-hidden": "true" },
    svg("line", { x1: "1", y1: "5", x2: "25", y2: "5", "stroke-width": "3", "stroke-dasharray": dashes ? dashes.join(" ") : null }));
}

/** A group of switches; `nameOf` words a value, `sample` may draw one, `open` says whether it is unfolded at first. */
export function makeFacet(app, kind, { title, nameOf, values, sample = () => null, open = false }) {
  let all = false;
  const list = el("ul");
  const label = el("summary");
  const element = el("details", { class: "facet", open }, label, list);

  function draw() {
    const off = app.store.state.filters.off[kind] || new Set();
    const counts = app.filtered.facets[kind];
    const count = (value) => counts.get(value) || 0;
    const sorted = kind === "role" || kind === "stance" ? values : [...values].sort((a, b) => count(b) - count(a) || nameOf(a).localeCompare(nameOf(b)));
    const shown = all ? sorted : sorted.slice(0, AT_ONCE);
    replace(label, say(title), off.size ? el("span", { class: "on-filter" }, ` ${values.length - off.size}/${values.length}`) : null);
    replace(
      list,
      shown.map((value) =>
        el("li", {},
          el("label", {},
            el("input", { type: "checkbox", "data-key": kind + value, checked: !off.has(value), onchange: () => app.toggle(kind, value) }),
            sample(value), el("span", { class: "name" }, nameOf(value)), el("span", { class: "count" }, count(value).toLocaleString())),
          el("button", { type: "button", class: "only", "data-key": "only" + kind + value, "aria-label": say("onlyThis", { name: nameOf(value) }), onclick: () => app.only(kind, value) }, say("only")))),
      sorted.length > AT_ONCE
        ? el("li", {}, el("button", { type: "button", class: "more", "data-key": "more" + kind, onclick: () => { all = !all; draw(); } },
            all ? say("fewer") : say("readMore", { n: sorted.length - AT_ONCE })))
        : null,
      off.size ? el("li", {}, el("button", { type: "button", class: "more", "data-key": "all" + kind, onclick: () => app.allOf(kind) }, say("allAgain"))) : null,
    );
  }
  return { element, draw };
}
