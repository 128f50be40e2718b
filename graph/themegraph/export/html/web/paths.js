// The shortest path between two nodes, over companies and themes.

import { otherEnd } from "./model.js";

/**
 * The hops from one node to another: `{ from, to, edges }`, or null where no path leads there. Of paths with as
 * few hops, the one with the strongest links. A step along the hierarchy of themes (no edges) counts for two.
 */
export function shortestPath(start, goal, count) {
  const known = new Map([[start, { cost: 0, hop: null }]]);
  const done = new Set();
  const queue = makeQueue();
  queue.push(start, 0);
  while (queue.size()) {
    const node = queue.pop();
    if (done.has(node)) continue;
    done.add(node);
    if (node === goal) break;
    const { cost } = known.get(node);
    for (const { to, edges, price } of steps(node, count)) {
      if (done.has(to)) continue;
      const total = cost + price;
      const before = known.get(to);
      if (before && before.cost <= total) continue;
      known.set(to, { cost: total, hop: { from: node, to, edges } });
      queue.push(to, total);
    }
  }
  if (!done.has(goal)) return null;
  const hops = [];
  for (let at = goal; at !== start; at = hops[0].from) hops.unshift(known.get(at).hop);
  return hops;
}

function steps(node, count) {
  const sides = new Map();
  for (const edge of node.edges) {
    if (!count[edge.i]) continue;
    const to = otherEnd(edge, node);
    if (sides.has(to)) sides.get(to).push(edge);
    else sides.set(to, [edge]);
  }
  const found = [...sides].map(([to, edges]) => ({ to, edges, price: 1 + 0.1 / edges.reduce((sum, edge) => sum + count[edge.i], 0) }));
  for (const to of [...node.parents, ...node.children]) found.push({ to, edges: [], price: 2.2 });
  return found;
}

/** What costs least comes first. */
function makeQueue() {
  const heap = [];
  const swap = (i, j) => ([heap[i], heap[j]] = [heap[j], heap[i]]);
  const before = (i, j) => heap[i].cost < heap[j].cost || (heap[i].cost === heap[j].cost && heap[i].node.i < heap[j].node.i);
  return {
    size: () => heap.length,
    push(node, cost) {
      heap.push({ node, cost });
      for (let i = heap.length - 1; i > 0 && before(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1);
    },
    pop() {
      const { node } = heap[0];
      const last = heap.pop();
      if (heap.length) heap[0] = last;
      for (let i = 0; ; ) {
        const least = [2 * i + 1, 2 * i + 2].filter((j) => j < heap.length).reduce((a, b) => (before(b, a) ? b : a), i);
        if (least === i) return node;
        swap(i, least);
        i = least;
      }
    },
  };
}
