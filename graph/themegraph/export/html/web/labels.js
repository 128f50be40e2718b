// Labels keep one size on the screen, whatever the zoom; of two that would overlap, the more important is drawn.

export const FONT = 'system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif';
const CELL = 64;

/** What labels take and shun: rectangles in a grid. */
function makeSpace() {
  const cells = new Map();
  const around = (box) => {
    const found = [];
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.w) / CELL); x++) {
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.h) / CELL); y++) found.push(x + ":" + y);
    }
    return found;
  };
  const meets = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  return {
    free: (box) => around(box).every((cell) => (cells.get(cell) || []).every((other) => other.owner === box.owner || !meets(box, other))),
    take(box) {
      for (const cell of around(box)) cells.set(cell, [...(cells.get(cell) || []), box]);
    },
  };
}

const FIRST = 16; // that many of the most important may cover nodes of lesser importance

/**
 * The labels that fit, for nodes (most important first) with their place and radius on the screen; those of
 * nodes inside the view (`width`, `height`) stay inside it.
 */
export function placeLabels(nodes, measure, width, height) {
  const taken = makeSpace(); // by labels
  const signs = makeSpace(); // by the nodes themselves
  const firstSigns = makeSpace();
  nodes.forEach((node, i) => {
    const sign = { x: node.x - node.r * 0.8, y: node.y - node.r * 0.8, w: node.r * 1.6, h: node.r * 1.6, owner: node };
    signs.take(sign);
    if (i < FIRST) firstSigns.take(sign);
  });
  const labels = [];
  nodes.forEach((node, i) => {
    const size = node.size;
    const w = measure(node.text, size, node.bold) + (node.pill ? 12 : 2);
    const h = size + (node.pill ? 7 : 3);
    const gap = node.r + 3;
    // Near the side of the view a label over or under its node moves inwards.
    const seen = node.x >= 0 && node.x <= width;
    const middle = seen ? Math.max(0, Math.min(node.x - w / 2, width - w)) : node.x - w / 2;
    const places = [
      { x: middle, y: node.y + gap },
      { x: middle, y: node.y - gap - h },
      { x: node.x + gap, y: node.y - h / 2 },
      { x: node.x - gap - w, y: node.y - h / 2 },
    ].map((at) => ({ ...at, w, h, owner: node }));
    const inside = places.filter((at) => at.x >= 0 && at.y >= 0 && at.x + w <= width && at.y + h <= height && taken.free(at));
    const place =
      inside.find(signs.free) ||
      (i < FIRST && inside.find(firstSigns.free)) ||
      (node.must && (inside[0] || places[0]));
    if (!place) return;
    taken.take(place);
    labels.push({ x: place.x, y: place.y, w, h, node });
  });
  return labels;
}

/** Shortens a long name. */
export function shortened(text, most = 28) {
  const letters = [...text];
  return letters.length > most ? letters.slice(0, most - 1).join("").trimEnd() + "…" : text;
}

/** Draws labels into a canvas whose units are pixels of the page. */
export function drawLabels(context, labels, colours) {
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { x, y, w, h, node } of labels) {
    context.globalAlpha = node.faded ? 0.45 : 1;
    context.font = fontOf(node.size, node.bold);
    if (node.pill && !node.faded) {
      context.fillStyle = colours.themePaper;
      context.strokeStyle = colours.theme;
      context.lineWidth = node.must ? 2 : 1;
      context.beginPath();
      context.roundRect(x, y, w, h, 4);
      context.fill();
      context.stroke();
      context.fillStyle = colours.themeInk;
    } else {
      context.strokeStyle = colours.paper;
      context.lineWidth = 3.5;
      context.strokeText(node.text, x + w / 2, y + h / 2);
      context.fillStyle = colours.ink;
    }
    context.fillText(node.text, x + w / 2, y + h / 2 + 0.5);
  }
  context.globalAlpha = 1;
}

/** The font of a label. */
export function fontOf(size, bold) {
  return `${bold ? 600 : 400} ${size}px ${FONT}`;
}
