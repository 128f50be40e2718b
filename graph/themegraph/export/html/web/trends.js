// Themes over time: what rises, what fades, and what stays.

import { el, replace } from "./dom.js";
import { nameOf, say } from "./i18n.js";
import { axis, bars, changeOf, countsOf, makeSteps } from "./timeline.js";

const AT_ONCE = 20;

/** The view of themes over time. */
export function makeTrends(app) {
  let shown = AT_ONCE;
  const element = el("div", { class: "view time-view", tabindex: "0", role: "region" });

  function draw() {
    const { graph, store } = app;
    element.setAttribute("aria-label", say("time"));
    if (graph.firstDay === null) {
      replace(element, el("p", { class: "quiet note" }, say("noDates")));
      return;
    }
    const { from, to } = store.state.filters;
    const steps = makeSteps(from ?? graph.firstDay, to ?? graph.lastDay);
    const themes = graph.nodes
      .filter((node) => node.kind === "theme" && node.edges.some((edge) => app.filtered.count[edge.i]))
      .map((theme) => {
        const counts = countsOf(app, theme.edges, steps);
        const { now, before } = changeOf(counts);
        return { theme, counts, total: counts.reduce((a, b) => a + b, 0), now, before, change: now - before };
      })
      .filter((row) => row.total)
      .sort((a, b) => b.total - a.total || a.theme.i - b.theme.i);
    const groups = [
      ["rising", themes.filter((row) => row.change > 0).sort((a, b) => b.change - a.change || b.total - a.total)],
      ["fading", themes.filter((row) => row.change < 0).sort((a, b) => a.change - b.change || b.total - a.total)],
      ["steady", themes.filter((row) => row.change === 0)],
    ];
    const most = themes.reduce((a, row) => Math.max(a, ...row.counts), 4);
    const { part } = changeOf(steps.starts);
    replace(element,
      el("p", { class: "quiet note" }, themes.length ? say("trendNote", { period: say("period_" + steps.unit, { n: part }) }) : say("nothingPasses")),
      groups.map(([name, rows]) => rows.length ? el("section", {},
        el("h2", {}, el("span", { class: "trend " + name, "aria-hidden": "true" }, { rising: "▲", fading: "▼", steady: "■" }[name]), ` ${say(name)} `, el("span", { class: "count" }, String(rows.length))),
        el("ul", { class: "trends" }, rows.slice(0, shown).map((row) => item(row, steps, most))),
        rows.length > shown ? el("button", { type: "button", class: "more", "data-key": "more" + name, onclick: () => { shown += 100; draw(); } }, say("readMore", { n: rows.length - shown })) : null) : null));
  }

  function item({ theme, counts, total, now, before, change }, steps, most) {
    const words = `${nameOf(theme)}: ${say("articles", { n: total })}; ${say("nowBefore", { now, before })}`;
    return el("li", {},
      el("button", { type: "button", class: "trend-row", "data-key": "trend" + theme.id, onclick: () => app.selectNode(theme) },
        el("span", { class: "name" }, nameOf(theme)),
        el("span", { class: "numbers" }, el("strong", {}, (change > 0 ? "+" : change < 0 ? "−" : "±") + Math.abs(change)), " ", el("span", { class: "count" }, say("nowBefore", { now, before })))),
      el("div", {}, bars(counts, steps, { most, width: 300, height: 44, label: words }), axis(steps)));
  }
  return { element, draw };
}
