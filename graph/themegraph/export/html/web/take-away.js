// What a reader can take away: pictures of the view, the table as CSV, and the address of this very state.

import { csvOf } from "./csv.js";
import { el } from "./dom.js";
import { say } from "./i18n.js";
import { pngOf, svgOf } from "./picture.js";

/** The menu; `take(kind)` does what one of its lines says. */
export function makeTakeAway(app) {
  const list = el("div", { class: "menu", hidden: true });
  const button = el("button", { type: "button", class: "menu-button", "aria-expanded": "false", onclick: () => open(list.hidden) });
  const status = el("span", { class: "unseen", role: "status" });
  const element = el("div", { class: "take-away" }, button, list, status);

  function open(wanted) {
    list.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    if (wanted) list.firstChild.focus();
  }

  async function take(kind) {
    if (kind === "png") save("themegraph.png", pngOf(app.canvas));
    else if (kind === "svg") save("themegraph.svg", svgOf(app.canvas, document.title));
    else if (kind === "csv") save("themegraph.csv", csvOf(app));
    else await copyLink();
  }

  async function copyLink() {
    app.writeAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      app.announce(say("linkCopied"), true);
    } catch {
      // Where the clipboard may not be used, the address bar has it.
      app.announce(say("linkInAddress"), true);
    }
  }

  function draw() {
    const { view } = app.store.state;
    button.replaceChildren(el("span", { class: "words" }, say("takeAway") + " "), el("span", { "aria-hidden": "true" }, "⤓"));
    button.setAttribute("aria-label", say("takeAway"));
    list.replaceChildren(...["png", "svg", "csv", "link"].map((kind) =>
      el("button", { type: "button", disabled: (kind === "png" || kind === "svg") && view !== "graph", onclick: () => { open(false); button.focus(); take(kind); } }, say("take_" + kind))));
  }

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      open(false);
      button.focus();
      event.stopPropagation();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || list.hidden) return;
    const lines = [...list.querySelectorAll("button:not([disabled])")];
    lines[(lines.indexOf(document.activeElement) + step + lines.length) % lines.length].focus();
    event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!element.contains(event.target)) open(false);
  });
  return { element, draw, take };
}

function save(name, blob) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
