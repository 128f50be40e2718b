// The search field with its list of suggestions: a combobox that keyboard and screen readers know.

import { el, replace } from "./dom.js";
import { nameOf, otherName, say } from "./i18n.js";
import { makeIndex, search } from "./search.js";

let boxes = 0;

/** A search field; `choose` is given the chosen node. `kind` limits what is found to companies or themes. */
export function makeSearchBox(graph, choose, { label = "search", placeholder = "search", kind = null } = {}) {
  const id = "found-" + boxes++;
  let index = null;
  let found = [];
  let active = -1;

  const input = el("input", {
    type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
    oninput: update, onkeydown: key, onfocus: update, onblur: () => setTimeout(close, 150),
  });
  const list = el("ul", { id, role: "listbox", hidden: true });
  const status = el("span", { class: "unseen", role: "status" });
  const box = el("div", { class: "search" }, input, list, status);

  function update() {
    index ??= makeIndex(kind ? graph.nodes.filter((node) => node.kind === kind) : graph.nodes);
    found = search(index, input.value);
    active = found.length ? 0 : -1;
    draw();
  }

  function draw() {
    const asked = input.value.trim() !== "";
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    replace(list, found.length || !asked ? found.map(option) : el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("searchNone")));
    status.textContent = asked ? (found.length ? say("searchCount", { n: found.length }) : say("searchNone")) : "";
    if (active >= 0 && asked) {
      input.setAttribute("aria-activedescendant", `${id}-${active}`);
      list.children[active]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function option({ node, text, kind: hit }, i) {
    const names = [nameOf(node), otherName(node)];
    const beside = node.kind === "company" ? [otherName(node), node.tickers[0]] : [otherName(node)];
    return el(
      "li",
      { id: `${id}-${i}`, role: "option", "aria-selected": String(i === active), class: i === active ? "active" : "", onmousedown: (event) => { event.preventDefault(); take(node); } },
      el("span", { class: "dot " + node.kind, "aria-hidden": "true" }),
      el("span", { class: "name" }, nameOf(node)),
      el("span", { class: "beside" }, [...beside, hit === "alias" && !names.includes(text) ? say("via", { name: text }) : ""].filter(Boolean).join(" · ")),
      el("span", { class: "unseen" }, say(node.kind)),
    );
  }

  function key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      active = (active + step + found.length) % found.length;
      draw();
    } else if (event.key === "Enter" && active >= 0) take(found[active].node);
    else if (event.key === "Escape") {
      if (input.value) input.value = "";
      else input.blur();
      update();
    } else return;
    event.preventDefault();
  }

  function take(node) {
    input.value = "";
    update();
    choose(node);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function relabel() {
    input.setAttribute("aria-label", say(label));
    input.placeholder = say(placeholder);
    input.title = say("searchHint");
    list.setAttribute("aria-label", say(label));
  }
  relabel();
  return { element: box, input, relabel };
}
