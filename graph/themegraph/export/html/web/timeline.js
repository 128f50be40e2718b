// Counts over time: in weeks, months or quarters, as the period asks for.

import { el, svg } from "./dom.js";
import { say } from "./i18n.js";
import { dayText } from "./model.js";

/** The steps of a period: `{ starts, bin(day) }`. */
export function makeSteps(firstDay, lastDay) {
  const length = lastDay - firstDay;
  const starts = [];
  if (length <= 120) {
    for (let day = firstDay - ((firstDay + 3) % 7); day <= lastDay; day += 7) starts.push(day); // from Monday on
  } else {
    const months = length <= 1400 ? 1 : 3;
    const date = new Date(firstDay * 86400000);
    date.setUTCDate(1);
    if (months === 3) date.setUTCMonth(Math.floor(date.getUTCMonth() / 3) * 3);
    for (; date.getTime() / 86400000 <= lastDay; date.setUTCMonth(date.getUTCMonth() + months)) starts.push(date.getTime() / 86400000);
  }
  const unit = length <= 120 ? "week" : length <= 1400 ? "month" : "quarter";
  return {
    starts,
    unit,
    bin(day) {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= day) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    name(i) {
      const text = dayText(starts[i]);
      return unit === "week" ? text : unit === "month" ? text.slice(0, 7) : `${text.slice(0, 4)} Q${Math.floor((Number(text.slice(5, 7)) - 1) / 3) + 1}`;
    },
  };
}

/** Articles per step that link something along these edges, as far as they pass the filters. */
export function countsOf(app, edges, steps) {
  const { links, documents } = app.graph;
  const seen = new Set();
  const counts = new Array(steps.starts.length).fill(0);
  for (const edge of edges) {
    for (let link = edge.first; link < edge.end; link++) {
      const document = documents[links.document[link]];
      if (!app.filtered.passes[link] || document.day === null || seen.has(document)) continue;
      seen.add(document);
      counts[steps.bin(document.day)]++;
    }
  }
  return counts;
}

/**
 * How much more the latest part of a period holds than the part before it, which is as long: `{ now, before }`.
 * A part is a quarter of the period, but at least one step.
 */
export function changeOf(counts) {
  const part = Math.max(1, Math.round(counts.length / 4));
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return { now: sum(counts.slice(-part)), before: sum(counts.slice(-2 * part, -part)), part };
}

/** Bars, one a step; each says its number. */
export function bars(counts, steps, { most = Math.max(4, ...counts), width = 180, height = 32, label = "" } = {}) {
  const step = width / counts.length;
  return svg(
    "svg", { class: "bars", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("line", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: "floor" }),
    counts.map((count, i) => {
      const tall = count ? Math.max(2, (count / most) * (height - 2)) : 0;
      return svg("rect", { x: i * step + step * 0.1, y: height - tall, width: step * 0.8, height: tall }, svg("title", {}, `${steps.name(i)}: ${say("articles", { n: count })}`));
    }),
  );
}

/** The first and the last step of bars, in words. */
export function axis(steps) {
  return el("p", { class: "axis", "aria-hidden": "true" }, el("span", {}, steps.name(0)), el("span", {}, steps.name(steps.starts.length - 1)));
}
