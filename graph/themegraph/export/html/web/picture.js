// The view as a picture to take away: PNG as it is drawn, SVG to edit further, always on white paper.

import { svg } from "./dom.js";
import { FONT, placeLabels } from "./labels.js";
import { DASHES, lightPalette, palette } from "./palette.js";

/** The drawing as it stands on the screen, as a PNG. */
export function pngOf(canvas) {
  const drawn = canvas.network.canvas.frame.canvas;
  const sheet = document.createElement("canvas");
  sheet.width = drawn.width;
  sheet.height = drawn.height;
  const context = sheet.getContext("2d");
  context.fillStyle = palette().paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(drawn, 0, 0);
  // toBlob waits until the browser has nothing else to do, which can be long.
  const bytes = atob(sheet.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/png" });
}

/** The same as an SVG: lines, shapes and letters. */
export function svgOf(canvas, title) {
  const { network, measure } = canvas;
  const { clientWidth: width, clientHeight: height } = network.canvas.frame.canvas;
  const scale = network.getScale();
  const colours = lightPalette();
  const at = (node) => {
    const point = network.canvasToDOM({ x: node.at[0], y: node.at[1] });
    return [round(point.x), round(point.y)];
  };
  const { nodes, edges, broader } = canvas.drawn();
  const lines = [
    ...broader.map(([child, parent]) => line(at(child), at(parent), 0, "broader", 1.5 * scale, colours)),
    ...edges.map((edge) => line(at(edge.company), at(edge.theme), edge.bend, edge.role, canvas.width(edge) * scale, colours)),
  ];
  const shapes = nodes.map((node) => {
    const [x, y] = at(node);
    const r = round(canvas.radius(node) * scale);
    const company = node.kind === "company";
    const fill = { fill: node.provisional ? colours.paper : colours[node.kind], stroke: colours[node.kind], "stroke-width": 1 };
    return company ? svg("circle", { cx: x, cy: y, r, ...fill }) : svg("rect", { x: round(x - r * 0.86), y: round(y - r * 0.86), width: round(r * 1.72), height: round(r * 1.72), ...fill });
  });
  const labels = placeLabels(canvas.labelled(at, scale), measure, width, height).map(({ x, y, w, h, node }) => {
    const middle = { x: round(x + w / 2), y: round(y + h / 2), "text-anchor": "middle", "dominant-baseline": "central", "font-size": node.size, "font-weight": node.bold ? 600 : 400 };
    if (!node.pill) return svg("text", { ...middle, fill: colours.ink, stroke: colours.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, node.text);
    return svg("g", {}, svg("rect", { x: round(x), y: round(y), width: round(w), height: round(h), rx: 4, fill: colours.themePaper, stroke: colours.theme }), svg("text", { ...middle, fill: colours.themeInk }, node.text));
  });
  const picture = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT },
    svg("title", {}, title), svg("rect", { width, height, fill: colours.paper }), svg("g", { fill: "none" }, lines), svg("g", {}, shapes), svg("g", {}, labels));
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
}

function line([x1, y1], [x2, y2], bend, role, width, colours) {
  const middle = [(x1 + x2) / 2 + (y2 - y1) * (bend || 0), (y1 + y2) / 2 - (x2 - x1) * (bend || 0)].map(round);
  const dashes = DASHES[role];
  return svg("path", { d: bend ? `M${x1} ${y1}Q${middle.join(" ")} ${x2} ${y2}` : `M${x1} ${y1}L${x2} ${y2}`, stroke: colours[role], "stroke-width": round(width), "stroke-opacity": 0.75, "stroke-dasharray": dashes ? dashes.join(" ") : null });
}

function round(number) {
  return Math.round(number * 10) / 10;
}
