// A company and a theme: every link between them, role by role, with its evidence.

import { el } from "./dom.js";
import { nameOf, say } from "./i18n.js";
import { dayText, edgesBetween, ROLES } from "./model.js";
import { counted, evidenceList, heading, linksOf, nodeButton } from "./parts.js";

/** The panel of a pair; the role that was clicked comes first. */
export function pairPanel(app, { company, theme, role }) {
  const [a, b] = [app.graph.byId.get(company), app.graph.byId.get(theme)];
  if (!a || !b) return null;
  const order = (edge) => (edge.role === role ? -1 : ROLES.indexOf(edge.role));
  const edges = edgesBetween(a, b).sort((x, y) => order(x) - order(y));
  return [
    heading(say("evidence"), nodeButton(app, a), " ", el("span", { class: "verb" }, edges.length ? say(edges[0].role) : "–"), " ", nodeButton(app, b)),
    ...edges.map((edge) => edgeSection(app, edge, say(edge.role))),
  ];
}

/** One edge: its numbers, then its quotes. */
export function edgeSection(app, edge, title = `${nameOf(edge.company)} → ${say(edge.role)} → ${nameOf(edge.theme)}`) {
  return el(
    "section", {},
    el("h3", {}, el("span", { class: "line " + edge.role, "aria-hidden": "true" }), title),
    el("p", { class: "quiet" }, [counted(app, edge), span(app, edge)].filter(Boolean).join(" · ")),
    ...evidenceList(app, linksOf(app, edge)),
  );
}

/** From when to when an edge was seen. */
export function span(app, edge) {
  const days = linksOf(app, edge).map((link) => app.graph.links.day[link]).filter((day) => !Number.isNaN(day));
  if (!days.length) return "";
  const [first, last] = [dayText(Math.min(...days)), dayText(Math.max(...days))];
  return first === last ? first : `${first} – ${last}`;
}
