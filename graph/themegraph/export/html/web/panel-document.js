// An article: where it was published, and all links that were read in it.

import { el } from "./dom.js";
import { citation, markedQuote, sureness } from "./evidence.js";
import { say } from "./i18n.js";
import { heading, nodeButton } from "./parts.js";

/** The panel of a document. */
export function documentPanel(app, { id }) {
  const { graph } = app;
  const document = graph.documentById.get(id);
  if (!document) return null;
  const { quotes } = app.store.state;
  return [
    heading(say("article"), document.title || say("untitled")),
    citation(document, null),
    copies(app, document),
    el("p", { class: "quiet" }, say("links", { n: document.links.length })),
    quotes ? el("ul", { class: "evidence-list" }, document.links.map((link) => linkItem(app, document, link, quotes))) : null,
  ];
}

/** Which article this is a copy of, or how many are copies of it. */
function copies(app, document) {
  const { original } = document;
  if (original !== document) return el("p", { class: "quiet" }, say("copyOf"), " ", el("button", { type: "button", class: "link", onclick: () => app.selectDocument(original) }, original.title || say("untitled")), original.publisher ? ` (${original.publisher})` : "");
  return document.copies.length ? el("p", { class: "quiet" }, say("hasCopies", { n: document.copies.length })) : null;
}

function linkItem(app, document, link, quotes) {
  const { graph } = app;
  const edge = graph.edges[graph.links.edge[link]];
  const item = el("li", { class: "evidence" },
    el("p", { class: "statement" }, nodeButton(app, edge.company, { "data-key": `c${link}` }), " ",
      el("button", { type: "button", class: "link verb", onclick: () => app.selectPair(edge.company, edge.theme, edge.role) }, el("span", { class: "line " + edge.role, "aria-hidden": "true" }), say(edge.role)), " ",
      nodeButton(app, edge.theme, { "data-key": `t${link}` })));
  for (let i = graph.links.quote[link]; i < graph.links.quote[link + 1]; i++) {
    item.append(markedQuote(quotes.text[i], edge.company, edge.theme, quotes.marks[i], document.language));
  }
  item.append(el("p", { class: "judgement" }, sureness(graph.links.confidence[link])));
  return item;
}
