// The drawing: vis-network shows nodes and edges where they were put; labels are drawn over it.

import { nameOf, say } from "./i18n.js";
import { drawLabels, fontOf, placeLabels, shortened } from "./labels.js";
import { DASHES, onSchemeChange, palette } from "./palette.js";

const { DataSet, Network } = window.vis;
const SMALLEST = 0.55;

/**
 * The drawing in an element. `pick` is told what was clicked, `open` what was clicked twice, `moved` which node
 * was put elsewhere, `camera` where the reader looks; `covered` says how much lies over its lower edge.
 */
export function makeCanvas(element, options, { pick, moved, open, camera, covered }) {
  const nodes = new DataSet();
  const edges = new DataSet();
  const network = new Network(element, { nodes, edges }, options);
  const widths = new Map();
  const ruler = document.createElement("canvas").getContext("2d");
  let drawn = { nodes: [], edges: [], broader: [] };
  let focus = new Set();
  let lit = null;
  let hovered = null;
  let marked = new Set();
  let placed = [];
  let hoveredEdge = null;

  const canvas = element.querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  element.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));

  function measure(text, size, bold) {
    const key = `${size}${bold}${text}`;
    if (!widths.has(key)) {
      ruler.font = fontOf(size, bold);
      widths.set(key, ruler.measureText(text).width);
    }
    return widths.get(key);
  }

  const strength = (node) => drawn.strength?.get(node) || 1;
  const radius = (node) => Math.min(26, (node.kind === "company" ? 7 : 8) + 2.6 * Math.sqrt(strength(node)));
  const edgeWidth = (edge) => 1.6 + 1.2 * Math.log2(drawn.count?.[edge.i] || edge.weight || 1);
  const faded = (node) => lit !== null && !lit.has(node);

  function nodeStyle(node, colours) {
    const company = node.kind === "company";
    const border = focus.has(node) ? colours.mark : company ? colours.company : colours.theme;
    return {
      id: node.i,
      x: node.at[0],
      y: node.at[1],
      shape: company ? "dot" : "square",
      size: radius(node) * (company ? 1 : 0.86),
      borderWidth: focus.has(node) ? 4 : node.pinned ? 3 : 1.5,
      color: {
        background: node.provisional ? colours.paper : company ? colours.company : colours.theme,
        border: node.pinned && !focus.has(node) ? colours.ink : border,
        hover: { background: company ? colours.company : colours.theme, border: colours.mark },
      },
      opacity: faded(node) ? 0.35 : 1,
    };
  }

  function edgeStyle(edge, colours) {
    const strong = marked.has(edge);
    const shown = lit === null || strong || (lit.has(edge.company) && lit.has(edge.theme) && (focus.has(edge.company) || focus.has(edge.theme)));
    return {
      id: "e" + edge.i,
      from: edge.company.i,
      to: edge.theme.i,
      width: edgeWidth(edge) * (strong ? 1.8 : 1),
      dashes: DASHES[edge.role],
      color: { color: colours[edge.role], opacity: shown ? (strong ? 1 : 0.8) : 0.2 },
      smooth: edge.bend ? { enabled: true, type: "curvedCW", roundness: edge.bend } : false,
    };
  }

  function broaderStyle([child, parent], colours) {
    return {
      id: `b${child.i}-${parent.i}`,
      from: child.i,
      to: parent.i,
      width: 1.5,
      dashes: DASHES.broader,
      color: { color: colours.broader, opacity: lit === null || focus.has(child) || focus.has(parent) ? 0.9 : 0.2 },
    };
  }

  /** Edges of one pair are bent apart. */
  function bend() {
    const pairs = new Map();
    for (const edge of drawn.edges) {
      const key = edge.company.i * 1e6 + edge.theme.i;
      const nth = pairs.get(key) || 0;
      pairs.set(key, nth + 1);
      edge.bend = nth === 0 ? 0 : (nth % 2 ? 1 : -1) * 0.12 * Math.ceil(nth / 2);
    }
  }

  /** Makes a set hold these styles and no others; what did not change is left alone. */
  function sync(set, known, styles) {
    const wanted = new Set(styles.map((style) => style.id));
    const gone = [...known.keys()].filter((id) => !wanted.has(id));
    for (const id of gone) known.delete(id);
    if (gone.length) set.remove(gone);
    const changed = styles.filter((style) => {
      const key = JSON.stringify(style);
      if (known.get(style.id) === key) return false;
      known.set(style.id, key);
      return true;
    });
    if (changed.length) set.update(changed);
    return changed.length;
  }

  const knownNodes = new Map();
  const knownEdges = new Map();
  function restyle() {
    const colours = palette();
    // vis-network would draw once for each change of a set; once for all of them is enough.
    network.body.emitter.emit("_blockRedraw");
    const changed = sync(nodes, knownNodes, drawn.nodes.map((node) => nodeStyle(node, colours)));
    sync(edges, knownEdges, [...drawn.broader.map((pair) => broaderStyle(pair, colours)), ...drawn.edges.map((edge) => edgeStyle(edge, colours))]);
    network.body.emitter.emit("_allowRedraw");
    network.body.emitter.emit("_requestRedraw");
    // vis-network leaves out what was beyond the edge when it was last drawn, and notices one drawing later.
    if (changed) setTimeout(() => network.redraw(), 20);
  }

  function labelled(toScreen, scale) {
    const important = (node) => (focus.has(node) ? 3e6 : node === hovered ? 2e6 : lit?.has(node) ? 1e6 : 0) + strength(node) * (node.kind === "theme" ? 1.5 : 1);
    return drawn.nodes
      .map((node) => {
        const [x, y] = toScreen(node);
        const main = focus.has(node) || node === hovered;
        const theme = node.kind === "theme";
        return {
          node, x, y,
          r: radius(node) * scale,
          text: shortened(nameOf(node), main ? 60 : drawn.nodes.length > 80 ? 28 : 40),
          size: main ? 14 : 12.5,
          bold: theme || main,
          pill: theme,
          must: main,
          faded: faded(node),
          rank: important(node),
        };
      })
      .sort((a, b) => b.rank - a.rank || a.node.i - b.node.i);
  }

  /** What an edge says, beside its middle. */
  function edgeLabel(edge) {
    const [a, b] = [edge.company.at, edge.theme.at];
    const at = network.canvasToDOM({ x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 });
    const text = `${shortened(nameOf(edge.company), 24)} ${say(edge.role)} ${shortened(nameOf(edge.theme), 24)}`;
    const w = measure(text, 13, true) + 14;
    const x = Math.max(2, Math.min(at.x - w / 2, canvas.clientWidth - w - 2));
    return { x, y: at.y - 30, w, h: 22, node: { text, size: 13, bold: true, pill: true, must: true } };
  }

  network.on("afterDrawing", (context) => {
    const ratio = canvas.width / canvas.clientWidth || 1;
    const onScreen = labelled((node) => {
      const at = network.canvasToDOM({ x: node.at[0], y: node.at[1] });
      return [at.x, at.y];
    }, network.getScale()).filter((label) => label.x > -80 && label.y > -40 && label.x < canvas.clientWidth + 80 && label.y < canvas.clientHeight + 40);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    placed = placeLabels(onScreen, measure, canvas.clientWidth, canvas.clientHeight);
    if (hoveredEdge) placed.push(edgeLabel(hoveredEdge));
    drawLabels(context, placed, palette());
    context.restore();
  });
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) pick({ node: drawn.nodes.find((known) => known.i === node) });
    else if (edge !== undefined) pick({ edge: drawn.edges.find((known) => "e" + known.i === edge) || null });
    else pick({});
  });
  network.on("doubleClick", ({ nodes: [node] }) => {
    if (node !== undefined) open(drawn.nodes.find((known) => known.i === node));
  });
  network.on("dragEnd", ({ nodes: [dragged] }) => {
    if (dragged === undefined) return;
    const node = drawn.nodes.find((known) => known.i === dragged);
    const at = network.getPosition(dragged);
    node.at = [Math.round(at.x), Math.round(at.y)];
    network.unselectAll();
    moved(node);
  });
  const tellCamera = () => {
    const { x, y } = network.getViewPosition();
    camera([Math.round(x), Math.round(y), Math.round(network.getScale() * 1000) / 1000]);
  };
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (!dragged.length) tellCamera();
  });
  network.on("zoom", tellCamera);
  network.on("hoverNode", ({ node }) => {
    hovered = drawn.nodes.find((known) => known.i === node) || null;
    canvas.style.cursor = "pointer";
    network.redraw();
  });
  network.on("blurNode", () => {
    hovered = null;
    canvas.style.cursor = "";
    network.redraw();
  });
  network.on("hoverEdge", ({ edge }) => {
    hoveredEdge = drawn.edges.find((known) => "e" + known.i === edge) || null;
    canvas.style.cursor = hoveredEdge ? "pointer" : "";
    network.redraw();
  });
  network.on("blurEdge", () => {
    hoveredEdge = null;
    canvas.style.cursor = "";
    network.redraw();
  });
  onSchemeChange(restyle);
  // When a panel opens beside the drawing, nothing that is drawn moves under the reader's pointer.
  const corner = () => {
    const { x, y } = element.getBoundingClientRect();
    return [x, y];
  };
  let before = corner();
  function resize() {
    if (!element.clientWidth) return; // another view is shown
    const after = corner();
    const position = network.DOMtoCanvas({ x: element.clientWidth / 2 + after[0] - before[0], y: element.clientHeight / 2 + after[1] - before[1] });
    const scale = network.getScale();
    network.setSize("100%", "100%");
    network.moveTo({ position, scale });
    before = after;
  }
  new ResizeObserver(resize).observe(element);

  return {
    network,
    /**
     * Draws this working set. Lights up the chosen nodes and edges, and what stands beside them; everything
     * alike if nothing is chosen.
     */
    show(working, chosen) {
      if (drawn !== working) {
        drawn = working;
        bend();
      }
      focus = new Set(chosen.nodes);
      marked = new Set(chosen.edges);
      lit = focus.size ? new Set(focus) : null;
      if (lit && !marked.size) {
        for (const [a, b] of [...drawn.edges.map((edge) => [edge.company, edge.theme]), ...drawn.broader]) {
          if (focus.has(a)) lit.add(b);
          if (focus.has(b)) lit.add(a);
        }
      }
      restyle();
    },
    /** Brings everything that is drawn into view. */
    fit(animated = false) {
      if (!drawn.nodes.length) return;
      network.setSize("100%", "100%"); // the element may have changed since it was last drawn
      before = corner();
      const xs = drawn.nodes.map((node) => node.at[0]);
      const ys = drawn.nodes.map((node) => node.at[1]);
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const room = (length, margin) => Math.max(80, length - 2 * margin);
      const below = covered();
      const wide = room(canvas.clientWidth, Math.min(80, canvas.clientWidth * 0.12));
      const whole = Math.min(1.6, wide / Math.max(1, right - left), room(canvas.clientHeight - below, 44) / Math.max(1, bottom - top));
      const scale = canvas.clientWidth < 600 ? Math.max(whole, SMALLEST) : whole; // on a phone rather a part than dust
      network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + below / 2 / scale }, scale, animation: animated ? { duration: 250, easingFunction: "easeInOutQuad" } : false });
    },
    /** Looks at a place: `[x, y, scale]`. */
    look([x, y, scale]) {
      network.setSize("100%", "100%");
      before = corner();
      network.moveTo({ position: { x, y }, scale });
    },
    /** Whether anything that is drawn can be seen. */
    anyInView: () => drawn.nodes.some((node) => {
      const at = network.canvasToDOM({ x: node.at[0], y: node.at[1] });
      return at.x > 0 && at.y > 0 && at.x < canvas.clientWidth && at.y < canvas.clientHeight;
    }),
    /** Moves the view so that these nodes can be seen, from further away if they are far apart. */
    reveal(several) {
      const places = several.filter((node) => node.at).map((node) => node.at);
      if (!places.length) return;
      const [x, y] = [0, 1].map((axis) => places.map((at) => at[axis]));
      const [low, high] = [[Math.min(...x), Math.min(...y)], [Math.max(...x), Math.max(...y)]];
      const size = [canvas.clientWidth, canvas.clientHeight];
      const margin = [Math.min(160, size[0] / 4), Math.min(90, size[1] / 4)];
      const now = network.getScale();
      const scale = Math.max(0.03, Math.min(now, ...[0, 1].map((axis) => (size[axis] - 2 * margin[axis]) / Math.max(1, high[axis] - low[axis]))));
      const { x: cx, y: cy } = network.getViewPosition();
      const to = [cx, cy].map((centre, axis) => {
        const half = size[axis] / 2 - margin[axis];
        return Math.min(Math.max(centre, high[axis] - half / scale), low[axis] + half / scale);
      });
      if (scale !== now || Math.abs(to[0] - cx) + Math.abs(to[1] - cy) > 0.5) network.moveTo({ position: { x: to[0], y: to[1] }, scale });
    },
    resize,
    zoom(factor) {
      network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) });
      tellCamera();
    },
    drawn: () => drawn,
    radius,
    measure,
    labelled,
    width: edgeWidth,
    labels: () => placed.map(({ x, y, w, h, node }) => ({ x, y, w, h, text: node.text, size: node.size })),
    redraw: () => network.redraw(),
  };
}
