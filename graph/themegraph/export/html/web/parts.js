// Parts that several panels share.

import { el } from "./dom.js";
import { evidenceItem } from "./evidence.js";
import { nameOf, say } from "./i18n.js";

const AT_ONCE = 5;

/** The heading of a panel. */
export function heading(kind, ...content) {
  return el("header", {}, kind ? el("p", { class: "kind" }, kind) : null, el("h2", { tabindex: "-1" }, ...content));
}

/** A button with a node's name, which opens the node. */
export function nodeButton(app, node, attributes = {}) {
  return el("button", { type: "button", class: "link node " + node.kind, "data-key": node.id, onclick: () => app.selectNode(node), ...attributes }, nameOf(node));
}

/** A list of which the first few are shown, and the others on demand. */
export function longList(items, make, attributes = {}, atOnce = AT_ONCE) {
  const list = el("ul", attributes, items.slice(0, atOnce).map(make));
  if (items.length <= atOnce) return [list];
  const more = el("button", {
    type: "button", class: "more",
    onclick: () => {
      const rest = items.slice(atOnce, atOnce + 100).map(make);
      list.append(...rest);
      atOnce += rest.length;
      if (atOnce >= items.length) more.remove();
      else more.textContent = say("readMore", { n: items.length - atOnce });
      rest[0].tabIndex = -1;
      rest[0].focus({ preventScroll: true });
    },
  }, say("readMore", { n: items.length - atOnce }));
  return [list, more];
}

/** The evidence of links, newest first; where it is known which articles are copies, they stand under one of them. */
export function evidenceList(app, links) {
  const { graph } = app;
  const day = (link) => graph.documents[graph.links.document[link]].day ?? -Infinity;
  const sorted = [...links].sort((a, b) => day(b) - day(a) || a - b);
  if (!app.store.state.quotes) return [el("p", { class: "quiet", role: "status" }, say("loading"))];
  const item = (link) => evidenceItem(graph, link, app.store.state.quotes, (document) => app.selectDocument(document));
  const groups = new Map();
  for (const link of sorted) {
    const { original } = graph.documents[graph.links.document[link]];
    if (groups.has(original)) groups.get(original).push(link);
    else groups.set(original, [link]);
  }
  return longList([...groups], ([original, group]) => {
    const first = group.find((link) => graph.documents[graph.links.document[link]] === original) ?? group[group.length - 1];
    const copies = group.filter((link) => link !== first);
    const shown = item(first);
    if (copies.length) shown.append(folded(say("moreCopies", { n: copies.length }), () => longList(copies, item, { class: "evidence-list" })));
    return shown;
  }, { class: "evidence-list" });
}

/** Something that is made when it is opened. */
function folded(title, make) {
  const element = el("details", { class: "copies", ontoggle: () => element.children.length === 1 && element.append(...make()) }, el("summary", {}, title));
  return element;
}

/** The links of an edge that pass the filters; all of them, where none passes. */
export function linksOf(app, edge) {
  const all = [];
  for (let link = edge.first; link < edge.end; link++) all.push(link);
  const passing = all.filter((link) => app.filtered.passes[link]);
  return passing.length ? passing : all;
}

/** "3 sources, 14 copies" where it is known which articles are reprints, else "14 articles". */
export function counted(app, edge) {
  const n = app.filtered.count[edge.i] || edge.weight;
  const sources = app.filtered.sources[edge.i] || edge.sources || n;
  if (!edge.sources || sources === n) return say("articles", { n });
  return say("sourcesCopies", { sources: say("nSources", { n: sources }), copies: say("nCopies", { n }) });
}
