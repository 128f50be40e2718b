// The keyboard: over the drawing from node to node, and everywhere the same few shortcuts.

import { isEditable } from "./dom.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Keys over the drawing. */
export function listenOnDrawing(element, app) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = app.selectedNode();
    if (ARROWS[event.key]) {
      const next = neighbour(app.working.nodes, node, ARROWS[event.key]);
      if (next) app.selectNode(next);
    } else if (event.key === "Enter" && app.store.state.selected) app.focusPanel();
    else if (event.key === "+" || event.key === "=") app.canvas.zoom(1.3);
    else if (event.key === "-") app.canvas.zoom(1 / 1.3);
    else if (event.key === "0") app.showAll();
    else if (event.key === "e" && node) app.expand(node);
    else if (event.key === "h" && node) app.hide(node);
    else if (event.key === "p" && node) app.pin(node);
    else return;
    event.preventDefault();
  });
}

/** Keys that hold everywhere: `/` searches, `?` explains, Escape closes. */
export function listenEverywhere(app) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "/" && !isEditable(event.target)) {
      app.focusSearch();
      event.preventDefault();
    } else if (event.key === "?" && !isEditable(event.target)) {
      app.help();
      event.preventDefault();
    } else if (event.key === "Escape" && !event.target.closest("dialog, .search")) app.escape();
  });
}

/** The nearest node in a direction: near counts, and so does lying straight ahead. */
function neighbour(nodes, from, [dx, dy]) {
  if (!from?.at) return nodes.reduce((best, node) => (!best || Math.hypot(...node.at) < Math.hypot(...best.at) ? node : best), null);
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    const [x, y] = [node.at[0] - from.at[0], node.at[1] - from.at[1]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (node === from || ahead <= 0 || aside > 2 * ahead) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) [best, least] = [node, distance];
  }
  return best;
}
