// The matrix: the companies and themes with the most links, and in each cell how they are linked.

import { el, replace } from "./dom.js";
import { nameOf, say } from "./i18n.js";
import { ROLES } from "./model.js";

const COMPANIES = 40;
const THEMES = 30;

/** The matrix view. */
export function makeMatrix(app) {
  const element = el("div", { class: "view matrix-view" });

  function draw() {
    const { count } = app.filtered;
    const strength = new Map();
    for (const edge of app.graph.edges) {
      if (!count[edge.i]) continue;
      for (const node of [edge.company, edge.theme]) strength.set(node, (strength.get(node) || 0) + count[edge.i]);
    }
    const strongest = (kind, most) => [...strength.keys()].filter((node) => node.kind === kind).sort((a, b) => strength.get(b) - strength.get(a) || a.i - b.i).slice(0, most);
    const companies = strongest("company", COMPANIES);
    const themes = strongest("theme", THEMES);
    if (!companies.length) {
      replace(element, el("p", { class: "quiet note" }, say("nothingPasses")));
      return;
    }
    const cells = new Map();
    const inside = new Set(themes);
    for (const company of companies) {
      for (const edge of company.edges) {
        if (!count[edge.i] || !inside.has(edge.theme)) continue;
        const key = company.i + ":" + edge.theme.i;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(edge);
      }
    }
    replace(element,
      el("p", { class: "quiet note" }, say("matrixNote", { companies: companies.length, themes: themes.length })),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("matrix") },
        el("table", {},
          el("caption", { class: "unseen" }, say("matrixCaption")),
          el("thead", {}, el("tr", {}, el("td"), themes.map((theme) => el("th", { scope: "col" }, el("button", { type: "button", "data-key": theme.id, title: nameOf(theme), onclick: () => app.selectNode(theme) }, el("span", {}, nameOf(theme))))))),
          el("tbody", {}, companies.map((company) =>
            el("tr", {},
              el("th", { scope: "row" }, el("button", { type: "button", "data-key": company.id, onclick: () => app.selectNode(company) }, nameOf(company))),
              themes.map((theme) => cell(app, company, theme, cells.get(company.i + ":" + theme.i)))))))));
  }
  return { element, draw };
}

function cell(app, company, theme, edges) {
  if (!edges) return el("td");
  const { count } = app.filtered;
  edges.sort((a, b) => count[b.i] - count[a.i] || ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const total = edges.reduce((sum, edge) => sum + count[edge.i], 0);
  const words = edges.map((edge) => `${say(edge.role)} ${count[edge.i]}`).join(", ");
  return el("td", {},
    el("button", {
      type: "button", class: "cell " + edges[0].role, "data-key": `cell${edges[0].i}`,
      "aria-label": `${nameOf(company)}, ${nameOf(theme)}: ${words}`, title: words,
      onclick: () => app.selectPair(company, theme, edges[0].role),
    }, String(total), edges.length > 1 ? el("span", { class: "second " + edges[1].role, "aria-hidden": "true" }) : null));
}
