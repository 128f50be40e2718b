// What a reader can do: each action changes the state, and the state is all there is to change.

import { facetValues, noFilters } from "./filter.js";
import { edgesBetween, otherEnd } from "./model.js";
import { shortestPath } from "./paths.js";
import { BRINGS } from "./working.js";

const MORE = 15; // how many links one more click on "expand" brings

/** The actions, on a graph and a store. `filtered` and `working` are kept up to date by main.js. */
export function makeActions(graph, store) {
  const { state } = store;
  let found = { key: null, hops: null };

  const app = {
    graph,
    store,
    values: facetValues(graph),
    filtered: null,
    working: null,

    select: (selected) => store.set({ selected }),
    selectNode(node) {
      store.set({ ...broughtIn(node), selected: { kind: "node", id: node.id } });
    },
    selectPair: (company, theme, role) => store.set({ selected: { kind: "pair", company: company.id, theme: theme.id, role } }),
    selectDocument: (document) => store.set({ selected: { kind: "document", id: document.id } }),
    selectPath: (from, to) => store.set({ selected: { kind: "path", from: from.id, to: to.id } }),
    selectedNode: () => (state.selected?.kind === "node" ? graph.byId.get(state.selected.id) || null : null),

    setFilters: (changes) => store.set({ filters: { ...state.filters, ...changes } }),
    resetFilters: () => store.set({ filters: noFilters() }),
    toggle(kind, value) {
      const off = new Set(state.filters.off[kind]);
      if (!off.delete(value)) off.add(value);
      setOff(kind, off);
    },
    only: (kind, value) => setOff(kind, new Set(app.values[kind].filter((other) => other !== value))),
    allOf: (kind) => setOff(kind, new Set()),

    /** How many of a node's links pass but are not drawn. */
    undrawn(node) {
      const drawn = new Set(app.working.edges);
      return node.edges.filter((edge) => app.filtered.count[edge.i] && !drawn.has(edge) && !state.hidden.has(otherEnd(edge, node).id)).length;
    },
    expand(node) {
      const drawn = new Set(app.working.edges);
      const own = node.edges.filter((edge) => drawn.has(edge)).length;
      store.set({ added: new Map(state.added).set(node.id, own + MORE) });
    },
    hide(node) {
      const added = new Map(state.added);
      added.delete(node.id);
      store.set({ hidden: new Set(state.hidden).add(node.id), added, selected: null });
    },
    showHidden: () => store.set({ hidden: new Set() }),
    pin(node) {
      const pinned = new Map(state.pinned);
      if (!pinned.delete(node.id) && node.at) pinned.set(node.id, [...node.at]);
      store.set({ pinned });
    },
    moved: (node) => store.set({ pinned: new Map(state.pinned).set(node.id, [...node.at]) }),

    /** The hops of the selected path, or null where there is none. */
    path() {
      const { from, to } = state.selected;
      const key = JSON.stringify([from, to]);
      if (found.key !== key || found.filtered !== app.filtered) {
        const [a, b] = [graph.byId.get(from), graph.byId.get(to)];
        found = { key, filtered: app.filtered, hops: a && b ? shortestPath(a, b, app.filtered.count) : null };
      }
      return found.hops;
    },
    /** The nodes and edges that are selected. */
    selection() {
      const { selected } = state;
      if (selected?.kind === "node") return { nodes: [graph.byId.get(selected.id)].filter(Boolean), edges: [] };
      if (selected?.kind === "pair") {
        const ends = [graph.byId.get(selected.company), graph.byId.get(selected.theme)];
        return ends.every(Boolean) ? { nodes: ends, edges: edgesBetween(...ends) } : { nodes: [], edges: [] };
      }
      if (selected?.kind === "path") {
        const hops = app.path() || [];
        return { nodes: [selected.from, selected.to, ...hops.map((hop) => hop.to.id)].map((id) => graph.byId.get(id)).filter(Boolean), edges: hops.flatMap((hop) => hop.edges) };
      }
      const document = selected?.kind === "document" ? graph.documentById.get(selected.id) : null;
      const edges = (document?.links || []).map((link) => graph.edges[graph.links.edge[link]]);
      return { nodes: [...new Set(edges.flatMap((edge) => [edge.company, edge.theme]))], edges };
    },
  };

  function setOff(kind, off) {
    app.setFilters({ off: { ...state.filters.off, [kind]: off } });
  }

  /** What makes a node appear in the drawing, if it is not there. */
  function broughtIn(node) {
    if (app.working.nodes.includes(node)) return {};
    const hidden = new Set(state.hidden);
    hidden.delete(node.id);
    return { hidden, added: new Map(state.added).set(node.id, BRINGS) };
  }
  return app;
}
