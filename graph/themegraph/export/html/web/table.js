// The table: every link that passes the filters, sortable; the same data as the drawing, for eyes, ears and keyboard.

import { el, replace } from "./dom.js";
import { nameOf, say } from "./i18n.js";
import { dayText } from "./model.js";
import { COLUMNS, sortedRows, stanceOf } from "./rows.js";

const PAGE = 100;
const NUMBERS = new Set(["sources", "articles", "confidence"]);
const TITLES = { first: "firstSeen", last: "lastSeen", articles: "documents" };

/** The table view. */
export function makeTable(app) {
  let page = 0;
  const element = el("div", { class: "view table-view", tabindex: "-1" });

  function draw() {
    const { sort } = app.store.state;
    const [column, direction] = sort || ["sources", "desc"];
    const rows = sortedRows(app, [column, direction]);
    page = Math.max(0, Math.min(page, Math.ceil(rows.length / PAGE) - 1));
    const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
    const header = (name) => {
      const active = name === column;
      const next = active ? (direction === "asc" ? "desc" : "asc") : NUMBERS.has(name) || name === "first" || name === "last" ? "desc" : "asc";
      return el("th", { scope: "col", class: NUMBERS.has(name) ? "number" : "", "aria-sort": active ? (direction === "asc" ? "ascending" : "descending") : null },
        el("button", { type: "button", "data-key": "sort" + name, onclick: () => { page = 0; app.store.set({ sort: [name, next] }); } },
          say(TITLES[name] || name), el("span", { class: "arrow", "aria-hidden": "true" }, active ? (direction === "asc" ? " ▲" : " ▼") : " ↕")));
    };
    replace(element,
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("table") },
        el("table", {},
          el("caption", { class: "unseen" }, say("tableCaption", { n: rows.length })),
          el("thead", {}, el("tr", {}, COLUMNS.map(header))),
          el("tbody", {}, shown.length ? shown.map((edge) => row(app, edge)) : el("tr", {}, el("td", { colspan: COLUMNS.length, class: "quiet" }, say("nothingPasses")))))),
      el("nav", { class: "pages", "aria-label": say("pages") },
        el("button", { type: "button", "data-key": "previous", disabled: page === 0, onclick: () => turn(-1) }, say("previous")),
        el("span", { role: "status" }, say("rowsOf", { from: shown.length ? page * PAGE + 1 : 0, to: page * PAGE + shown.length, all: rows.length })),
        el("button", { type: "button", "data-key": "next", disabled: (page + 1) * PAGE >= rows.length, onclick: () => turn(1) }, say("next")),
        el("button", { type: "button", class: "take", "data-key": "csv", onclick: () => app.take("csv") }, say("csv"))));
  }

  function turn(step) {
    page += step;
    draw();
    element.querySelector(".scroll").scrollTop = 0;
  }
  return { element, draw };
}

function row(app, edge) {
  const { count, sources, confidence, first, last } = app.filtered;
  const stance = stanceOf(app, edge);
  const key = edge.i;
  const { selected } = app.store.state;
  const here = selected?.kind === "pair" && selected.company === edge.company.id && selected.theme === edge.theme.id && selected.role === edge.role;
  const day = (value) => (Number.isNaN(value) ? "–" : dayText(value));
  return el("tr", { class: here ? "here" : null },
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", "data-key": `c${key}`, onclick: () => app.selectNode(edge.company) }, nameOf(edge.company))),
    el("td", {}, el("button", { type: "button", class: "link", "data-key": `t${key}`, onclick: () => app.selectNode(edge.theme) }, nameOf(edge.theme))),
    el("td", {}, el("button", { type: "button", class: "link", "data-key": `e${key}`, title: say("showEvidence"), onclick: () => app.selectPair(edge.company, edge.theme, edge.role) },
      el("span", { class: "line " + edge.role, "aria-hidden": "true" }), say(edge.role))),
    el("td", {}, el("span", { class: "stance-dot " + stance, "aria-hidden": "true" }), say(stance)),
    el("td", { class: "number" }, sources[edge.i].toLocaleString()),
    el("td", { class: "number" }, count[edge.i].toLocaleString()),
    el("td", { class: "number" }, `${Math.round(confidence[edge.i] * 100)} %`),
    el("td", { class: "day" }, day(first[edge.i])),
    el("td", { class: "day" }, day(last[edge.i])));
}
