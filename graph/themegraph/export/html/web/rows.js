// The rows of the table: one for each edge that passes the filters.

import { collator, currentLanguage, nameOf } from "./i18n.js";
import { ROLES, STANCES } from "./model.js";

/** Whether the passing links of an edge speak well or ill of the company: mixed, where they oppose each other. */
export function stanceOf(app, edge) {
  const seen = new Set();
  for (let link = edge.first; link < edge.end; link++) {
    if (app.filtered.passes[link]) seen.add(STANCES[app.graph.links.stance[link]]);
  }
  if (seen.has("mixed") || (seen.has("positive") && seen.has("negative"))) return "mixed";
  return seen.has("positive") ? "positive" : seen.has("negative") ? "negative" : "neutral";
}

export const COLUMNS = ["company", "theme", "role", "stance", "sources", "articles", "confidence", "first", "last"];

/** The edges that pass, sorted by a column; ties keep the strongest first. */
export function sortedRows(app, [column, direction]) {
  const { count, sources, confidence, first, last } = app.filtered;
  const sign = direction === "asc" ? 1 : -1;
  const number = (value) => (Number.isNaN(value) ? -Infinity : value);
  const ranks = column === "company" || column === "theme" ? nameRanks(app.graph) : null;
  const value = {
    company: (edge) => ranks[edge.company.i],
    theme: (edge) => ranks[edge.theme.i],
    role: (edge) => ROLES.indexOf(edge.role),
    stance: (edge) => STANCES.indexOf(stanceOf(app, edge)),
    sources: (edge) => sources[edge.i],
    articles: (edge) => count[edge.i],
    confidence: (edge) => confidence[edge.i],
    first: (edge) => number(first[edge.i]),
    last: (edge) => number(last[edge.i]),
  }[column];
  const rows = app.graph.edges.filter((edge) => count[edge.i]);
  const keys = new Float64Array(app.graph.edges.length);
  for (const edge of rows) keys[edge.i] = value(edge);
  return rows.sort((a, b) => sign * (keys[a.i] === keys[b.i] ? 0 : keys[a.i] < keys[b.i] ? -1 : 1) || a.i - b.i);
}

let ranked = { language: null, ranks: null };

/** The place of each node in the alphabet of the page's language; sorted once a language. */
function nameRanks(graph) {
  const language = currentLanguage();
  if (ranked.language !== language) {
    const { compare } = collator();
    const ranks = new Int32Array(graph.nodes.length);
    [...graph.nodes].sort((a, b) => compare(nameOf(a), nameOf(b))).forEach((node, rank) => (ranks[node.i] = rank));
    ranked = { language, ranks };
  }
  return ranked.ranks;
}
