// The filter by date: a histogram of all links over time, with a slider at each end.

import { el, replace, svg } from "./dom.js";
import { say } from "./i18n.js";
import { dayText } from "./model.js";

const BARS = 40;
const HEIGHT = 44;

/** The slider; nothing but a sentence where no article has a date. */
export function makeDateRange(app) {
  const { firstDay, lastDay } = app.graph;
  const title = el("h3");
  const element = el("section", { class: "facet dates" }, title);
  if (firstDay === null) {
    const sentence = el("p", { class: "quiet" });
    element.append(sentence);
    return { element, draw() { title.textContent = say("dates"); sentence.textContent = say("noDates"); } };
  }
  const histogram = svg("svg", { class: "histogram", viewBox: `0 0 ${BARS * 6} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
  const slider = (end) => el("input", { type: "range", min: firstDay, max: lastDay, step: 1, class: end, oninput: () => moved(end) });
  const from = slider("from");
  const to = slider("to");
  const words = el("p", { class: "range" });
  element.append(el("div", { class: "range-box" }, histogram, from, to), words);

  function moved(end) {
    let [first, last] = [Number(from.value), Number(to.value)];
    if (first > last) {
      if (end === "from") last = first;
      else first = last;
    }
    app.setFilters({ from: first > firstDay ? first : null, to: last < lastDay ? last : null });
  }

  function draw() {
    const { filters } = app.store.state;
    const [first, last] = [filters.from ?? firstDay, filters.to ?? lastDay];
    title.textContent = say("dates");
    from.value = first;
    to.value = last;
    from.setAttribute("aria-label", say("from"));
    to.setAttribute("aria-label", say("to"));
    from.setAttribute("aria-valuetext", dayText(first));
    to.setAttribute("aria-valuetext", dayText(last));
    words.textContent = `${dayText(first)} – ${dayText(last)}`;
    const bins = new Array(BARS).fill(0);
    const bin = (day) => Math.min(BARS - 1, Math.floor(((day - firstDay) / (lastDay - firstDay + 1)) * BARS));
    for (const [day, links] of app.filtered.days) bins[bin(day)] += links;
    const most = bins.reduce((a, b) => Math.max(a, b), 1);
    histogram.setAttribute("aria-label", say("datesOf", { from: dayText(first), to: dayText(last) }));
    replace(histogram, bins.map((links, i) => {
      const height = links ? Math.max(2, (links / most) * HEIGHT) : 0;
      const inside = i >= bin(first) && i <= bin(last);
      return svg("rect", { x: i * 6, y: HEIGHT - height, width: 5, height, class: inside ? "inside" : "outside" });
    }));
  }
  return { element, draw };
}
