// The panel beside the drawing: what is selected, and its evidence.

import { el, replace } from "./dom.js";
import { say } from "./i18n.js";
import { documentPanel } from "./panel-document.js";
import { nodePanel } from "./panel-node.js";
import { pairPanel } from "./panel-pair.js";
import { pathPanel } from "./panel-path.js";

const PANELS = { node: nodePanel, pair: pairPanel, document: documentPanel, path: pathPanel };

/** The panel; `app` has the graph, the state and what a reader can do. */
export function makePanel(app) {
  const body = el("div", { class: "panel-body", tabindex: "-1" });
  const close = el("button", { type: "button", class: "close", onclick: () => app.select(null) }, "×");
  const element = el("aside", { class: "panel", hidden: true }, close, body);

  function show(anew = false) {
    const { selected } = app.store.state;
    const content = selected && PANELS[selected.kind](app, selected);
    element.hidden = !content;
    document.body.classList.toggle("with-panel", Boolean(content));
    close.setAttribute("aria-label", say("close"));
    element.setAttribute("aria-label", say("evidence"));
    if (content) replace(body, content);
    else body.replaceChildren();
    if (anew) body.scrollTop = 0;
  }

  return { element, show, focus: () => body.querySelector("h2")?.focus({ preventScroll: true }) };
}
