// The working set: what is drawn of everything that passes the filters.

/** How many edges a node brings along when a search or a click brings it in. */
export const BRINGS = 12;

/** The strongest of some edges; of those that are alike, the first. Numbers sort far faster than edges do. */
function strongest(passing, limit, { count, sources }) {
  const strength = Float64Array.from(passing, (edge) => sources[edge.i] * 2 ** 26 + count[edge.i]);
  const least = strength.slice().sort()[strength.length - limit];
  let room = limit - strength.reduce((n, value) => n + (value > least), 0);
  return passing.filter((_, i) => strength[i] > least || (strength[i] === least && room-- > 0));
}

/**
 * Chooses what is drawn: the `limit` strongest edges, what the reader asked for (`added`: node -> number of
 * its edges; `wanted`: nodes and edges), without what is hidden; and the branches above the themes.
 */
export function chooseWorkingSet(graph, filtered, { limit, added, wanted, hidden, hierarchy }) {
  const { count, sources } = filtered;
  const passing = graph.edges.filter((edge) => count[edge.i] && !hidden.has(edge.company.id) && !hidden.has(edge.theme.id));
  const byStrength = (a, b) => sources[b.i] - sources[a.i] || count[b.i] - count[a.i] || a.i - b.i;
  const edges = new Set(passing.length > limit ? strongest(passing, limit, filtered) : passing);
  const nodes = new Set();
  for (const node of wanted.nodes) if (!hidden.has(node.id)) nodes.add(node);
  for (const edge of wanted.edges) if (!hidden.has(edge.company.id) && !hidden.has(edge.theme.id)) edges.add(edge);
  for (const [id, number] of added) {
    const node = graph.byId.get(id);
    if (!node || hidden.has(id)) continue;
    nodes.add(node);
    const own = node.edges.filter((edge) => count[edge.i] && !hidden.has(edge.company.id) && !hidden.has(edge.theme.id));
    for (const edge of own.sort(byStrength).slice(0, number)) edges.add(edge);
  }
  for (const edge of edges) nodes.add(edge.company).add(edge.theme);
  if (!graph.edges.length) for (const node of graph.nodes.slice(0, limit)) if (!hidden.has(node.id)) nodes.add(node);
  const broader = [];
  if (hierarchy) {
    for (const node of nodes) { // a set grows while it is walked
      for (const parent of node.parents) {
        if (hidden.has(parent.id)) continue;
        nodes.add(parent);
        broader.push([node, parent]);
      }
    }
  }
  const strength = new Map();
  for (const edge of edges) {
    for (const node of [edge.company, edge.theme]) strength.set(node, (strength.get(node) || 0) + (count[edge.i] || edge.weight));
  }
  return { nodes: [...nodes].sort((a, b) => a.i - b.i), edges: [...edges].sort((a, b) => b.i - a.i), broader, strength, count, passing: passing.length };
}
