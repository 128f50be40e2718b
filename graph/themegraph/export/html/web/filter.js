// Which edges pass the filters, with how many articles; and how many would pass if one filter were open.

import { ROLES, STANCES } from "./model.js";

/** Filters that let everything through. `off` names what is switched off, per kind. */
export function noFilters() {
  return { off: {}, confidence: 0, sources: 1, from: null, to: null };
}

/** Whether any filter holds something back. */
export function isFiltering(filters) {
  return Object.values(filters.off).some((set) => set.size) || filters.confidence > 0 || filters.sources > 1 || filters.from !== null || filters.to !== null;
}

// The filters that an edge passes or not; the others look at each of its links.
const EDGE_KINDS = ["role", "branch", "industry"];
const LINK_KINDS = ["stance", "language"];
const BITS = { role: 1, branch: 2, industry: 4, stance: 8, language: 16, confidence: 32, date: 64 };

/** The values by which things can be switched on and off, per kind, each with its number of edges at most. */
export function facetValues(graph) {
  const industries = new Set(graph.edges.map((edge) => edge.company.industry));
  const languages = new Set(graph.documents.map((document) => document.language));
  const branches = new Set(graph.edges.flatMap((edge) => edge.theme.branches));
  return {
    role: ROLES,
    stance: STANCES,
    branch: [...branches].map((node) => node.id),
    industry: [...industries].sort(),
    language: [...languages].sort(),
  };
}

/**
 * Applies filters to a graph. `count` is the number of articles an edge keeps (0: it does not pass), `sources`
 * how many of them are independent, `confidence` its surest; `passes` is 1 for each link that passes; `facets` counts edges per kind and value, with
 * that kind's own filter left open; `days` holds [day, links] with the filter by date left open.
 */
export function applyFilters(graph, filters) {
  const { edges, links, documents } = graph;
  const result = {
    count: new Int32Array(edges.length),
    sources: new Int32Array(edges.length),
    confidence: new Float64Array(edges.length),
    first: new Float64Array(edges.length).fill(NaN),
    last: new Float64Array(edges.length).fill(NaN),
    facets: { role: new Map(), branch: new Map(), industry: new Map(), stance: new Map(), language: new Map() },
    passes: new Uint8Array(links.document.length),
    days: new Map(),
    passing: 0,
  };
  const off = (kind) => filters.off[kind] || new Set();
  const closed = Object.fromEntries([...EDGE_KINDS, ...LINK_KINDS].map((kind) => [kind, off(kind)]));
  const dated = filters.from !== null || filters.to !== null;
  const from = filters.from ?? -Infinity;
  const to = filters.to ?? Infinity;
  const stanceOff = STANCES.map((stance) => closed.stance.has(stance));
  const languageOff = documents.map((document) => closed.language.has(document.language));
  const known = [...new Set(documents.map((document) => document.language))].slice(0, 30);
  const place = new Map(known.map((language, i) => [language, i]));
  const languageBit = documents.map((document) => place.get(document.language) ?? 30);
  const original = Int32Array.from(documents, (document) => document.original.i);
  const seen = new Int32Array(documents.length); // the last edge, from 1, along which a source was counted
  const seenOpen = new Int32Array(documents.length);
  for (const edge of edges) {
    let edgeMask = closed.role.has(edge.role) ? BITS.role : 0;
    if (closed.branch.size && edge.theme.branches.every((branch) => closed.branch.has(branch.id))) edgeMask |= BITS.branch;
    if (closed.industry.has(edge.company.industry)) edgeMask |= BITS.industry;
    if (edgeMask & (edgeMask - 1)) continue; // two edge filters stand against it: it counts nowhere
    let passed = 0;
    let apart = 0; // how many of those are independent
    let openApart = 0;
    let best = 0;
    let openOnly = 0; // links that would pass if the one edge filter were open
    let stances = 0; // the stances of links that would pass if that filter were open, one bit each
    let languages = 0;
    for (let link = edge.first; link < edge.end; link++) {
      const document = documents[links.document[link]];
      const day = links.day[link];
      let mask = edgeMask;
      if (stanceOff[links.stance[link]]) mask |= BITS.stance;
      if (languageOff[document.i]) mask |= BITS.language;
      if (links.confidence[link] < filters.confidence) mask |= BITS.confidence;
      if (dated && !(day >= from && day <= to)) mask |= BITS.date;
      if ((mask & ~BITS.date) === 0 && document.day !== null) result.days.set(day, (result.days.get(day) || 0) + 1);
      if ((mask & ~BITS.stance) === 0) stances |= 1 << links.stance[link];
      if ((mask & ~BITS.language) === 0) languages |= 1 << languageBit[document.i];
      if ((mask & ~edgeMask) === 0) {
        openOnly++;
        if (seenOpen[original[document.i]] !== edge.i + 1) openApart++;
        seenOpen[original[document.i]] = edge.i + 1;
      }
      if (mask) continue;
      result.passes[link] = 1;
      passed++;
      if (seen[original[document.i]] !== edge.i + 1) apart++;
      seen[original[document.i]] = edge.i + 1;
      best = Math.max(best, links.confidence[link]);
      if (!(result.first[edge.i] <= day)) result.first[edge.i] = Number.isNaN(day) ? result.first[edge.i] : day;
      if (!(result.last[edge.i] >= day)) result.last[edge.i] = Number.isNaN(day) ? result.last[edge.i] : day;
    }
    const total = edge.end - edge.first;
    const independent = (n) => (edge.sources ? Math.min(edge.sources, n) : n);
    const enough = (n) => independent(n) >= filters.sources || (total === 0 && filters.sources <= 1);
    if (enough(openApart) && (openOnly || !total)) {
      if (!(edgeMask & ~BITS.role)) bump(result.facets.role, edge.role);
      if (!(edgeMask & ~BITS.branch)) for (const branch of edge.theme.branches) bump(result.facets.branch, branch.id);
      if (!(edgeMask & ~BITS.industry)) bump(result.facets.industry, edge.company.industry);
    }
    for (let bit = 0; stances >> bit; bit++) if ((stances >> bit) & 1) bump(result.facets.stance, STANCES[bit]);
    for (let bit = 0; languages >> bit; bit++) if ((languages >> bit) & 1) bump(result.facets.language, known[bit]);
    if (edgeMask || !(passed || !total) || !enough(apart)) {
      result.passes.fill(0, edge.first, edge.end);
      continue;
    }
    result.count[edge.i] = passed || edge.weight;
    result.sources[edge.i] = independent(apart || edge.weight);
    result.confidence[edge.i] = best;
    result.passing++;
  }
  return result;
}

function bump(map, key) {
  map.set(key, (map.get(key) || 0) + 1);
}
