// The table as CSV, for spreadsheets.

import { dayText } from "./model.js";
import { sortedRows, stanceOf } from "./rows.js";

const COLUMNS = ["company", "company_en", "company_ko", "theme", "theme_en", "theme_ko", "role", "stance", "sources", "articles", "confidence", "first_seen", "last_seen", "quote", "published", "publisher", "source"];

/** All rows that pass the filters, in the order of the table; each with its newest quote. */
export function csvOf(app) {
  const { count, sources, confidence, first, last, passes } = app.filtered;
  const { links, documents } = app.graph;
  const { quotes } = app.store.state;
  const bare = (id) => id.split("/").slice(1).join("/");
  const day = (value) => (Number.isNaN(value) ? "" : dayText(value));
  const lines = sortedRows(app, app.store.state.sort || ["sources", "desc"]).map((edge) => {
    let newest = null;
    for (let link = edge.first; link < edge.end; link++) {
      if (passes[link] && (newest === null || links.day[link] > links.day[newest])) newest = link;
    }
    const document = newest === null ? null : documents[links.document[newest]];
    const said = newest === null || !quotes ? "" : quotes.text.slice(links.quote[newest], links.quote[newest + 1]).join(" … ");
    return [
      bare(edge.company.id), edge.company.names.en, edge.company.names.ko, bare(edge.theme.id), edge.theme.names.en, edge.theme.names.ko,
      edge.role, stanceOf(app, edge), sources[edge.i], count[edge.i], Math.round(confidence[edge.i] * 1000) / 1000, day(first[edge.i]), day(last[edge.i]),
      said, document?.published ?? "", document?.publisher ?? "", document?.source ?? "",
    ];
  });
  // The mark at the front tells Excel that this is UTF-8, without which it garbles Korean.
  const text = "\ufeff" + [COLUMNS, ...lines].map((line) => line.map(field).join(",")).join("\r\n") + "\r\n";
  return new Blob([text], { type: "text/csv;charset=utf-8" });
}

/** A field in which no spreadsheet sees a formula. */
function field(value) {
  const text = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
