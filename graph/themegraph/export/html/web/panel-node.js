// A company or a theme: what it is, what can be done with it, its links by role, and what stands near it.

import { el } from "./dom.js";
import { countryOf, definitionOf, industryOf, nameOf, otherName, say } from "./i18n.js";
import { otherEnd, ROLES } from "./model.js";
import { counted, heading, longList, nodeButton } from "./parts.js";
import { companiesOf, peersOf } from "./peers.js";
import { makeSearchBox } from "./search-box.js";
import { axis, bars, countsOf, makeSteps } from "./timeline.js";

/** The panel of a node. */
export function nodePanel(app, { id }) {
  const node = app.graph.byId.get(id);
  if (!node) return null;
  return [
    heading(say(node.kind), nameOf(node), otherName(node) ? el("span", { class: "other-name", lang: null }, otherName(node)) : null),
    facts(app, node),
    actions(app, node),
    overTime(app, node),
    node.kind === "theme" ? ranked(app, node) : null,
    ROLES.map((role) => section(app, node, role)),
    node.edges.some((edge) => app.filtered.count[edge.i]) ? null : el("p", { class: "quiet nothing" }, say(node.edges.length ? "nothingPasses" : "noLinks")),
    node.kind === "company" ? peers(app, node) : null,
  ];
}

function facts(app, node) {
  const definition = definitionOf(node);
  const spoken = new Set([node.names.en, node.names.ko]);
  const aliases = node.aliases.filter((alias) => !spoken.has(alias));
  const rows = [
    node.tickers.length ? [say("tickers"), node.tickers.join(", ")] : null,
    node.industry ? [say("industry"), industryOf(node.industry)] : null,
    node.country ? [say("country"), countryOf(node.country)] : null,
    node.parents.length ? [say("partOf"), node.parents.map((parent) => nodeButton(app, parent))] : null,
    node.children.length ? [say("includes"), node.children.map((child) => nodeButton(app, child))] : null,
    aliases.length ? [say("alsoCalled"), aliases.slice(0, 8).join(", ") + (aliases.length > 8 ? " …" : "")] : null,
    typeof node.trend === "number" ? [say("trend"), trendOf(node)] : null,
    node.pagerank !== null ? [say("rank"), rankOf(app, node)] : null,
    node.community !== null ? communityOf(app, node) : null,
  ].filter(Boolean);
  return [
    definition ? el("p", { class: "definition" }, definition) : null,
    node.provisional ? el("p", { class: "quiet" }, say("provisional")) : null,
    rows.length ? el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, ...[value].flat())])) : null,
  ];
}

/** How a node's share of all articles changed, in words. */
function trendOf(node) {
  const times = 2 ** Math.abs(node.trend);
  if (times < 1.05) return say("trendSteady");
  const words = say(node.trend > 0 ? "trendUp" : "trendDown", { times: Math.round(times * 10) / 10 });
  return node.trendChance !== null && node.trendChance >= 0.05 ? `${words} ${say("trendChance")}` : words;
}

function rankOf(app, node) {
  const alike = app.graph.nodes.filter((other) => other.kind === node.kind && other.pagerank !== null);
  const before = alike.filter((other) => other.pagerank > node.pagerank).length;
  return say(node.kind === "company" ? "rankCompany" : "rankTheme", { n: before + 1, all: alike.length });
}

/** The nodes that are linked more closely with each other than with the rest; the weightiest are named. */
function communityOf(app, node) {
  const members = app.graph.nodes.filter((other) => other !== node && other.community === node.community);
  if (!members.length) return null;
  members.sort((a, b) => b.edges.length - a.edges.length || a.i - b.i);
  const rest = members.length - 5;
  return [say("community"), [...members.slice(0, 5).map((other) => nodeButton(app, other)), ...(rest > 0 ? [el("span", { class: "quiet" }, say("andMore", { n: rest }))] : [])]];
}

function actions(app, node) {
  const { pinned } = app.store.state;
  const more = app.undrawn(node);
  const box = el("div", { class: "path-to", hidden: true });
  const button = (key, words, act, attributes = {}) => el("button", { type: "button", "data-key": "act" + key, onclick: act, ...attributes }, words);
  const pathTo = button("path", say("pathTo"), () => {
    box.hidden = !box.hidden;
    pathTo.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.firstChild) box.append(makeSearchBox(app.graph, (goal) => app.selectPath(node, goal), { label: "pathGoal", placeholder: "pathGoal" }).element);
    if (!box.hidden) box.querySelector("input").focus();
  }, { "aria-expanded": "false" });
  return [
    el("div", { class: "actions" },
      button("expand", more ? say("expand", { n: more }) : say("expanded"), () => app.expand(node), { disabled: !more }),
      pathTo,
      button("pin", say("pin"), () => app.pin(node), { "aria-pressed": String(pinned.has(node.id)) }),
      button("hide", say("hide"), () => app.hide(node))),
    box,
  ];
}

function overTime(app, node) {
  if (app.graph.firstDay === null || app.graph.firstDay === app.graph.lastDay) return null;
  const steps = makeSteps(app.graph.firstDay, app.graph.lastDay);
  const counts = countsOf(app, node.edges, steps);
  if (!counts.some(Boolean)) return null;
  return el("div", { class: "over-time" }, bars(counts, steps, { width: 360, height: 36, label: say("overTimeOf", { name: nameOf(node) }) }), axis(steps));
}

/** A theme's companies: to the left how often each is hurt, to the right how often it gains. */
function ranked(app, theme) {
  const rows = companiesOf(theme, app.filtered.count).filter((row) => row.gains || row.hurt);
  if (!rows.length) return null;
  const most = rows.reduce((a, row) => Math.max(a, row.gains, row.hurt), 1);
  const bar = (role, n) => {
    const fill = el("span", { class: "fill" });
    fill.style.width = `${(n / most) * 70}%`;
    return el("span", { class: "bar " + role }, fill, el("span", { class: "number" }, n ? String(n) : ""));
  };
  return el("section", {},
    el("h3", {}, say("gainersAndHurt")),
    el("div", { class: "gain-head quiet", "aria-hidden": "true" }, el("span", {}, say("hurt_by")), el("span"), el("span", {}, say("benefits_from"))),
    ...longList(rows, (row) =>
      el("li", {}, el("button", {
        type: "button", class: "gain-row", "data-key": "gain" + row.company.id,
        "aria-label": say("gainRow", { name: nameOf(row.company), gains: row.gains, hurt: row.hurt }),
        onclick: () => app.selectPair(row.company, theme, row.gains >= row.hurt ? "benefits_from" : "hurt_by"),
      }, bar("hurt_by", row.hurt), el("span", { class: "name" }, nameOf(row.company)), bar("benefits_from", row.gains))),
    { class: "gains" }, 8));
}

function section(app, node, role) {
  const { count } = app.filtered;
  const edges = node.edges.filter((edge) => edge.role === role && count[edge.i]);
  if (!edges.length) return null;
  edges.sort((a, b) => count[b.i] - count[a.i] || a.i - b.i);
  const title = (node.kind === "company" ? "rolePanel_" : "themePanel_") + role;
  return el(
    "section", {},
    el("h3", {}, el("span", { class: "line " + role, "aria-hidden": "true" }), say(title), " ", el("span", { class: "count" }, edges.length.toLocaleString())),
    ...longList(edges, (edge) => {
      const other = otherEnd(edge, node);
      return el(
        "li", {},
        el("button", { type: "button", class: "row", "data-key": "edge" + edge.i, onclick: () => app.selectPair(edge.company, edge.theme, edge.role) },
          el("span", { class: "dot " + other.kind, "aria-hidden": "true" }), el("span", { class: "name" }, nameOf(other)), el("span", { class: "count" }, counted(app, edge))),
      );
    }, { class: "links" }, 8),
  );
}

function peers(app, company) {
  const found = peersOf(company, app.filtered.count);
  if (!found.length) return null;
  return el("section", {},
    el("h3", {}, say("peers"), " ", el("span", { class: "count" }, found.length.toLocaleString())),
    el("p", { class: "quiet small" }, say("peersNote")),
    ...longList(found, (peer) =>
      el("li", {}, el("button", { type: "button", class: "row tall", "data-key": "peer" + peer.company.id, onclick: () => app.selectPath(company, peer.company) },
        el("span", { class: "dot company", "aria-hidden": "true" }),
        el("span", { class: "name" }, nameOf(peer.company), el("span", { class: "small quiet" }, peer.themes.slice(0, 3).map(nameOf).join(", ") + (peer.themes.length > 3 ? " …" : ""))),
        el("span", { class: "count" }, say("sharedThemes", { n: peer.themes.length })))),
    { class: "links" }, 5));
}
