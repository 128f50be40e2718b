// Finds companies and themes by name, alias and ticker, in both languages.

import { jamoIndex, needsJamo } from "./hangul.js";

/** A text as it is compared: without case, accents and width. */
export function folded(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .normalize("NFD") // not NFKD: it would turn ㅇ into a letter of another alphabet
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
}

/** A text without what people leave out when they type: 전력병목, "show me", "datacentre". */
function bare(text) {
  return text.replace(/[\s·.\-/&]/g, "");
}

/** What is searched, one entry for each name of each node. */
export function makeIndex(nodes) {
  const entries = [];
  for (const node of nodes) {
    const strength = node.edges.reduce((sum, edge) => sum + edge.weight, 0);
    const seen = new Set();
    const add = (text, kind) => {
      const key = folded(text);
      if (!key || seen.has(key)) return;
      seen.add(key);
      entries.push({ node, text, key, bare: bare(key), kind, strength });
    };
    add(node.names.en, "name");
    add(node.names.ko, "name");
    for (const ticker of node.tickers) {
      add(ticker.split(":").pop(), "ticker");
      add(ticker, "ticker");
    }
    for (const alias of node.aliases) add(alias, "alias");
    add(node.id.split("/").slice(1).join("/"), "alias");
  }
  return entries;
}

/** The best nodes for a query, each with the name that was hit. */
export function search(index, query, most = 12) {
  const wanted = folded(query.trim());
  if (!wanted) return [];
  const close = bare(wanted);
  const jamo = needsJamo(wanted);
  const best = new Map();
  for (const entry of index) {
    let at = entry.key.indexOf(wanted);
    if (at < 0 && jamo) at = jamoIndex(entry.key, wanted);
    let score = at < 0 ? 0 : quality(entry, entry.key, wanted, at);
    if (at < 0 && close && (close !== wanted || entry.bare !== entry.key)) {
      at = entry.bare.indexOf(close);
      if (at < 0 && jamo) at = jamoIndex(entry.bare, close);
      if (at >= 0) score = quality(entry, entry.bare, close, at) - 1;
    }
    if (at < 0) continue;
    const known = best.get(entry.node);
    if (!known || score > known.score) best.set(entry.node, { node: entry.node, text: entry.text, kind: entry.kind, score, strength: entry.strength });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || b.strength - a.strength || a.node.i - b.node.i).slice(0, most);
}

function quality(entry, key, wanted, at) {
  const base = entry.kind === "name" ? 2 : entry.kind === "ticker" ? 1 : 0;
  if (key.length === wanted.length) return 30 + base;
  if (at === 0) return 20 + base;
  return (/[\s·&(/-]/.test(key[at - 1]) ? 10 : 0) + base;
}
