// The shortest path between two nodes, with the evidence at each hop.

import { el } from "./dom.js";
import { nameOf, say } from "./i18n.js";
import { edgeSection } from "./panel-pair.js";
import { heading, longList, nodeButton } from "./parts.js";

/** The panel of a path. */
export function pathPanel(app, { from, to }) {
  const [a, b] = [app.graph.byId.get(from), app.graph.byId.get(to)];
  if (!a || !b) return null;
  const hops = app.path();
  return [
    heading(say("path"), nodeButton(app, a), " → ", nodeButton(app, b)),
    el("p", { class: "quiet" }, hops ? say("hops", { n: hops.length }) : say("noPath")),
    hops?.length ? el("ol", { class: "hops" }, [a, ...hops.map((hop) => hop.to)].map((node) => el("li", {}, nodeButton(app, node)))) : null,
    a.kind === "company" && b.kind === "company" ? shared(app, a, b) : null,
    hops?.map((hop) => hop.edges.length ? hop.edges.map((edge) => edgeSection(app, edge)) : hierarchyStep(hop)),
  ];
}

/** All themes that two companies share, and how each is linked with them. */
function shared(app, a, b) {
  const { count } = app.filtered;
  const passing = (company) => company.edges.filter((edge) => count[edge.i]);
  const theirs = new Set(passing(b).map((edge) => edge.theme));
  const themes = [...new Set(passing(a).map((edge) => edge.theme))].filter((theme) => theirs.has(theme));
  if (themes.length < 2) return null;
  const roles = (company, theme) => passing(company).filter((edge) => edge.theme === theme).map((edge) =>
    el("button", { type: "button", class: "link", "data-key": "shared" + edge.i, onclick: () => app.selectPair(company, theme, edge.role) }, `${nameOf(company)} ${say(edge.role)}`));
  return el("section", {}, el("h3", {}, say("shared"), " ", el("span", { class: "count" }, String(themes.length))),
    ...longList(themes, (theme) => el("li", { class: "shared" }, nodeButton(app, theme), el("p", { class: "small" }, roles(a, theme), roles(b, theme))), {}, 8));
}

function hierarchyStep({ from, to }) {
  const [below, above] = from.parents.includes(to) ? [from, to] : [to, from];
  return el("section", {}, el("h3", {}, el("span", { class: "line broader", "aria-hidden": "true" }), say("isPartOf", { below: nameOf(below), above: nameOf(above) })));
}
