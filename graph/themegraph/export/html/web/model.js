// The graph as the viewer works with it. Nodes, edges, links and documents are known by their number.

export const ROLES = ["voices", "drives", "hurt_by", "benefits_from", "exposed_to"];
export const STANCES = ["positive", "negative", "neutral", "mixed"];
const DAY = 86400000;

/** The number of a day (YYYY-MM-DD) since 1970, or null if it is none. */
export function dayNumber(text) {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.slice(0, 10)) : NaN;
  return Number.isNaN(time) ? null : time / DAY;
}

/** A day's number as YYYY-MM-DD. */
export function dayText(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** Makes the graph out of the columns that the page holds. */
export function makeGraph(data) {
  const nodes = makeNodes(data.nodes);
  const documents = makeDocuments(data.documents, data.originals);
  const edges = [];
  const links = {
    edge: new Int32Array(data.links.document.length),
    document: Int32Array.from(data.links.document),
    day: new Float64Array(data.links.document.length),
    stance: Uint8Array.from(data.links.stance),
    confidence: Float64Array.from(data.links.confidence, (value) => value / 1000),
    quote: new Int32Array(data.links.document.length + 1),
  };
  const columns = data.edges;
  let link = 0;
  for (let i = 0; i < columns.company.length; i++) {
    const edge = {
      i,
      company: nodes[columns.company[i]],
      theme: nodes[columns.theme[i]],
      role: ROLES[columns.role[i]],
      weight: columns.weight[i],
      sources: columns.sources[i],
      first: link,
      end: link + columns.links[i],
    };
    for (; link < edge.end; link++) {
      const document = documents[links.document[link]];
      links.edge[link] = i;
      links.day[link] = document.day ?? NaN;
      links.quote[link + 1] = links.quote[link] + data.links.quotes[link];
      document.links.push(link);
    }
    edge.company.edges.push(edge);
    edge.theme.edges.push(edge);
    edges.push(edge);
  }
  for (const [child, parent] of data.broader) {
    nodes[child].parents.push(nodes[parent]);
    nodes[parent].children.push(nodes[child]);
  }
  for (const node of nodes) if (node.kind === "theme") node.branches = branchesOf(node);
  const days = documents.map((document) => document.day).filter((day) => day !== null);
  return {
    name: data.name,
    total: data.total,
    nodes,
    edges,
    links,
    documents,
    hasCopies: Boolean(data.originals), // whether it is known which articles are copies of which
    byId: new Map(nodes.map((node) => [node.id, node])),
    documentById: new Map(documents.map((document) => [document.id, document])),
    firstDay: days.length ? days.reduce((a, b) => Math.min(a, b)) : null,
    lastDay: days.length ? days.reduce((a, b) => Math.max(a, b)) : null,
  };
}

function makeNodes(columns) {
  const value = (name, i, nothing) => (columns[name] ? columns[name][i] : nothing);
  return columns.id.map((id, i) => ({
    i,
    id,
    kind: columns.company[i] ? "company" : "theme",
    names: { en: value("label_en", i, ""), ko: value("label_ko", i, "") },
    aliases: value("aliases", i, []),
    tickers: value("tickers", i, []),
    country: value("country", i, ""),
    industry: value("industry", i, ""),
    definitions: { en: value("definition_en", i, ""), ko: value("definition_ko", i, "") },
    polarity: value("polarity", i, ""),
    provisional: value("provisional", i, false),
    community: value("community", i, null),
    trend: value("trend", i, null),
    trendChance: value("trend_p", i, null), // how likely chance alone changes as much
    pagerank: value("pagerank", i, null),
    at: value("x", i, null) === null ? null : [columns.x[i], columns.y[i]],
    pinned: false,
    home: value("x", i, null) === null ? null : [columns.x[i], columns.y[i]], // where the page was opened with it
    edges: [],
    parents: [],
    children: [],
    branches: [],
  }));
}

function makeDocuments(columns, originals) {
  const documents = columns.document.map((id, i) => ({
    i,
    id,
    title: columns.title[i],
    published: columns.published[i],
    day: dayNumber(columns.published[i]),
    language: columns.language[i],
    publisher: columns.publisher[i],
    source: columns.source[i],
    links: [],
    original: null,
    copies: [],
  }));
  for (const document of documents) {
    document.original = originals ? documents[originals[document.i]] : document;
    if (document.original !== document) document.original.copies.push(document);
  }
  return documents;
}

/** The themes at the top of this theme's hierarchy: itself, if it has none above. */
function branchesOf(theme) {
  const tops = new Set();
  const seen = new Set();
  const waiting = [theme];
  while (waiting.length) {
    const node = waiting.pop();
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.parents.length) waiting.push(...node.parents);
    else tops.add(node);
  }
  return [...tops];
}

/** The edges of a company and a theme, strongest first. */
export function edgesBetween(company, theme) {
  const fewer = company.edges.length < theme.edges.length ? company.edges : theme.edges;
  return fewer.filter((edge) => edge.company === company && edge.theme === theme);
}

/** The other end of an edge. */
export function otherEnd(edge, node) {
  return edge.company === node ? edge.theme : edge.company;
}
