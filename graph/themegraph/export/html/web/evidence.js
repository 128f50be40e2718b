// One piece of evidence: the sentence with its words marked, and where it comes from.

import { el, sourceLink } from "./dom.js";
import { say } from "./i18n.js";
import { marksOf } from "./marks.js";
import { STANCES } from "./model.js";

const EMPHASIS = /\*\*(\S(?:[^*\n]*\S)?)\*\*/g; // as Markdown writes it; the words are the quote, the signs are not

/** How sure a link is, in words and as a percentage. */
export function sureness(confidence) {
  const step = confidence >= 0.9 ? 4 : confidence >= 0.75 ? 3 : confidence >= 0.6 ? 2 : 1;
  return say("sureness", { words: say("sure" + step), percent: Math.round(confidence * 100) });
}

/** A quote in which the words for company and theme are marked. */
export function markedQuote(said, company, theme, given, language) {
  const text = given ? said : said.replace(EMPHASIS, "$1");
  const quote = el("blockquote", { lang: language || null });
  let at = 0;
  for (const [start, end, kind] of marksOf(text, company, theme, given)) {
    quote.append(text.slice(at, start), el("mark", { class: kind }, text.slice(start, end)));
    at = end;
  }
  quote.append(text.slice(at));
  return quote;
}

/** When and where a document was published, with a button that shows all its links. */
export function citation(document, openDocument) {
  return el(
    "p", { class: "citation" },
    document.day === null
      ? el("span", {}, document.published || say("noDate"))
      : el("time", { datetime: document.published.slice(0, 10) }, document.published.slice(0, 10)),
    document.publisher ? el("span", { class: "publisher" }, document.publisher) : null,
    openDocument
      ? el("button", { type: "button", class: "link", title: say("allOfArticle"), onclick: () => openDocument(document) }, document.title || say("untitled"))
      : null,
    document.source ? sourceLink(document.source) : null,
  );
}

/** The evidence of one link. `quotes` may still be on its way. */
export function evidenceItem(graph, link, quotes, openDocument) {
  const { links } = graph;
  const edge = graph.edges[links.edge[link]];
  const document = graph.documents[links.document[link]];
  const item = el("li", { class: "evidence" });
  for (let i = links.quote[link]; i < links.quote[link + 1]; i++) {
    item.append(markedQuote(quotes.text[i], edge.company, edge.theme, quotes.marks[i], document.language));
  }
  const stance = STANCES[links.stance[link]];
  const named = item.querySelector("mark.theme");
  item.append(
    citation(document, openDocument),
    el("p", { class: "judgement" }, el("span", { class: "stance " + stance }, say("stanceOf", { stance: say(stance) })), " · ", sureness(links.confidence[link])),
    ...(named ? [] : [el("p", { class: "judgement" }, say("notNamed"))]),
  );
  return item;
}
