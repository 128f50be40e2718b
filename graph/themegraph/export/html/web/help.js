// What the page can do and which keys do it, in a dialog.

import { el, replace } from "./dom.js";
import { say } from "./i18n.js";

const KEYS = [["/", "key_search"], ["← ↑ → ↓", "key_arrows"], ["Enter", "key_enter"], ["Esc", "key_escape"], ["+ − 0", "key_zoom"], ["e", "key_expand"], ["h", "key_hide"], ["p", "key_pin"], ["?", "key_help"]];

/** The dialog. */
export function makeHelp() {
  const element = el("dialog", { class: "help" });
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    show() {
      element.setAttribute("aria-label", say("help"));
      replace(element,
        el("button", { type: "button", class: "close", "aria-label": say("close"), onclick: () => element.close() }, "×"),
        el("h2", {}, say("help")),
        el("p", {}, say("helpAbout")),
        el("ul", { class: "help-list" }, ["help1", "help2", "help3", "help4"].map((key) => el("li", {}, say(key)))),
        el("h3", {}, say("keys")),
        el("dl", { class: "facts" }, KEYS.map(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, say(words))])));
      element.showModal();
    },
  };
}
