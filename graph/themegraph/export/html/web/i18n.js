// The language of the interface and of the labels.

import { industryName } from "./industries.js";
import { MESSAGES } from "./messages.js";

let language = "en";

/** Chooses a language: ko or en. */
export function setLanguage(chosen) {
  language = Object.hasOwn(MESSAGES, chosen) ? chosen : "en";
  document.documentElement.lang = language;
}

/** The language that holds now. */
export function currentLanguage() {
  return language;
}

/** The language to open in: the reader's, if this machine can draw it. */
export function preferredLanguage() {
  return canDrawHangul() && navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

/** A message, with its places filled in. */
export function say(key, values = {}) {
  let text = Object.hasOwn(MESSAGES[language], key) ? MESSAGES[language][key] : key;
  if (text.includes("|")) text = text.split("|")[values.n === 1 ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(language) : String(value ?? "");
  });
}

/** The name of a node in the language of the page, or in the other where it has none. */
export function nameOf(node) {
  return node.names[language] || node.names.en || node.names.ko || node.id;
}

/** What stands beside a node's name: its name in the other language, if that differs. */
export function otherName(node) {
  const other = node.names[language === "ko" ? "en" : "ko"];
  return other && other !== nameOf(node) ? other : "";
}

/** A theme's definition in the language of the page, or in the other. */
export function definitionOf(node) {
  return node.definitions[language] || node.definitions.en || node.definitions.ko;
}

/** An industry in words. */
export function industryOf(value) {
  return value ? industryName(value, language) : say("other");
}

/** A country of two letters (ISO 3166) in words. */
export function countryOf(code) {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(code);
  } catch {
    return code; // not a code of a country: shown as it is
  }
}

/** The language of an article in words. */
export function languageOf(code) {
  if (code === "ko" || code === "en") return say(code);
  try {
    return code ? new Intl.DisplayNames(language, { type: "language" }).of(code) : say("other");
  } catch {
    return code;
  }
}

/** A comparison that sorts names as readers of this language expect. */
export function collator() {
  return new Intl.Collator(language, { numeric: true });
}

/** Whether a font with Korean letters is there: without one, all of them are drawn as the same box. */
function canDrawHangul() {
  const drawn = ["가", "힣"].map((letter) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 24;
    const context = canvas.getContext("2d");
    context.font = "20px sans-serif";
    context.fillText(letter, 0, 20);
    return context.getImageData(0, 0, 24, 24).data.join();
  });
  return drawn[0] !== drawn[1];
}
