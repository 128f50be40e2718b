// Puts nodes that have no place yet beside those they are linked with. The same nodes get the same places.

const IDEAL = 110; // how far apart linked nodes like to be
const REACH = 220; // beyond it nodes do not feel each other
const GOLDEN = 2.399963;

/**
 * Gives every node of a working set a place (`at`). Nodes that have one stay, unless most of the set is new:
 * then all but the pinned ones are arranged anew. Says whether that was so.
 */
export function placeNew({ nodes, edges, broader }) {
  const anew = nodes.filter((node) => !node.at).length > nodes.length / 2;
  if (anew) for (const node of nodes) if (!node.pinned) node.at = null;
  const fresh = nodes.filter((node) => !node.at);
  if (!fresh.length) return false;
  const springs = [...edges.map((edge) => [edge.company, edge.theme]), ...broader];
  const beside = new Map(nodes.map((node) => [node, []]));
  for (const [a, b] of springs) {
    beside.get(a).push(b);
    beside.get(b).push(a);
  }
  if (anew) onCircle(fresh.filter((node) => node.kind === "theme"), nodes.length);
  begin(fresh, beside);
  relax(nodes, fresh, beside, Math.max(14, Math.min(anew ? 120 : 60, Math.floor(22000 / nodes.length))));
  return anew;
}

/** Themes in a circle, branch by branch. */
function onCircle(themes, total) {
  const branch = (node) => (node.branches[0] || node).i;
  themes.sort((a, b) => branch(a) - branch(b) || a.i - b.i);
  const radius = 40 * Math.sqrt(total) + 40;
  themes.forEach((node, k) => {
    const angle = (2 * Math.PI * k) / themes.length;
    node.at = [1.3 * radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** A first place: in the middle of the neighbours that have one, a little aside. */
function begin(fresh, beside) {
  let waiting = fresh.filter((node) => !node.at);
  for (let k = 0; waiting.length; ) {
    const ready = waiting.filter((node) => beside.get(node).some((other) => other.at));
    for (const node of ready.length ? ready : waiting) {
      const known = beside.get(node).filter((other) => other.at);
      const middle = (axis) => (known.length ? known.reduce((sum, other) => sum + other.at[axis], 0) / known.length : 0);
      const aside = known.length ? 60 + 6 * Math.sqrt(k) : 90 * Math.sqrt(k);
      node.start = [middle(0) + aside * Math.cos(GOLDEN * k), middle(1) + aside * Math.sin(GOLDEN * k)];
      k++;
    }
    for (const node of ready.length ? ready : waiting) {
      node.at = node.start;
      delete node.start;
    }
    waiting = waiting.filter((node) => !node.at);
  }
}

/** Neighbours draw, everyone near pushes away, less with every round; only the fresh nodes move. */
function relax(nodes, fresh, beside, rounds) {
  const number = new Map(nodes.map((node, i) => [node, i]));
  const xs = Float64Array.from(nodes, (node) => node.at[0]);
  const ys = Float64Array.from(nodes, (node) => node.at[1]);
  const moving = fresh.map((node) => number.get(node));
  const drawn = fresh.map((node) => beside.get(node).map((other) => number.get(other)));
  const nextX = new Float64Array(fresh.length);
  const nextY = new Float64Array(fresh.length);
  for (let round = 0; round < rounds; round++) {
    const heat = 60 * (1 - round / rounds) + 2;
    const cells = sorted(xs, ys);
    for (let k = 0; k < moving.length; k++) {
      const x = xs[moving[k]];
      const y = ys[moving[k]];
      let fx = -x * 0.25;
      let fy = -y * 0.4; // wider than high, as screens are
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++) {
          const near = cells.get(cellOf(x + i * REACH, y + j * REACH));
          if (!near) continue;
          for (const other of near) {
            const dx = x - xs[other];
            const dy = y - ys[other];
            const squared = dx * dx + dy * dy;
            if (other === moving[k] || squared > REACH * REACH) continue;
            const push = ((IDEAL * IDEAL) / (squared + 25)) * (1 - squared / (REACH * REACH));
            fx += (dx || 0.1) * push;
            fy += (dy || 0.1) * push;
          }
        }
      }
      for (const other of drawn[k]) {
        const dx = xs[other] - x;
        const dy = ys[other] - y;
        const draw = (Math.sqrt(dx * dx + dy * dy) / IDEAL) * 0.5;
        fx += dx * draw;
        fy += dy * draw;
      }
      const length = Math.sqrt(fx * fx + fy * fy) || 1;
      const step = Math.min(length, heat) / length;
      nextX[k] = x + fx * step;
      nextY[k] = y + fy * step;
    }
    for (let k = 0; k < moving.length; k++) {
      xs[moving[k]] = nextX[k];
      ys[moving[k]] = nextY[k];
    }
  }
  fresh.forEach((node, k) => (node.at = [Math.round(xs[moving[k]]), Math.round(ys[moving[k]])]));
}

function cellOf(x, y) {
  return Math.floor(x / REACH) * 65536 + Math.floor(y / REACH);
}

/** The numbers of the nodes by the cell of a grid that they stand in. */
function sorted(xs, ys) {
  const cells = new Map();
  for (let i = 0; i < xs.length; i++) {
    const cell = cellOf(xs[i], ys[i]);
    const others = cells.get(cell);
    if (others) others.push(i);
    else cells.set(cell, [i]);
  }
  return cells;
}
