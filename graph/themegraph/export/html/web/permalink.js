// The state of the page as the `#` part of its address, and back again.

import { isFiltering, noFilters } from "./filter.js";
import { dayNumber, dayText } from "./model.js";
import { COLUMNS } from "./rows.js";

const VIEWS = ["graph", "table", "matrix", "time"];
const code = encodeURIComponent;

/** What stands behind the `#` for a state; nothing for the state in which the page opens. */
export function writeLink(state, opening, values) {
  const parts = [];
  const put = (name, value) => parts.push(`${name}=${value}`);
  if (state.view !== "graph") put("view", state.view);
  if (state.language !== opening.language) put("lang", state.language);
  if (state.selected) put("sel", writeSelection(state.selected));
  const { filters } = state;
  if (isFiltering(filters)) {
    for (const [kind, off] of Object.entries(filters.off)) {
      if (!off.size) continue;
      const on = values[kind].filter((value) => !off.has(value));
      put(kind, on.length && on.length < off.size ? "+" + on.map(code).join(",") : [...off].map(code).join(","));
    }
    if (filters.confidence) put("conf", filters.confidence);
    if (filters.sources > 1) put("src", filters.sources);
    if (filters.from !== null) put("from", dayText(filters.from));
    if (filters.to !== null) put("to", dayText(filters.to));
  }
  if (state.limit !== opening.limit) put("n", state.limit);
  if (!state.hierarchy) put("branches", 0);
  if (state.added.size) put("add", [...state.added].map(([id, number]) => `${code(id)}:${number}`).join(","));
  if (state.hidden.size) put("hide", [...state.hidden].map(code).join(","));
  if (state.pinned.size) put("pin", [...state.pinned].map(([id, [x, y]]) => `${code(id)}:${x}:${y}`).join(","));
  if (state.sort) put("sort", state.sort.join(":"));
  if (state.camera) put("cam", state.camera.join(":"));
  return parts.join("&");
}

/** The state that a `#` part stands for, on top of the opening state; what it cannot read it leaves out. */
export function readLink(fragment, opening, values) {
  const given = new Map(fragment.replace(/^#/, "").split("&").map((part) => [part.split("=")[0], part.slice(part.indexOf("=") + 1)]));
  const list = (name) => (given.get(name) || "").split(",").filter(Boolean);
  const number = (name, least, most) => {
    const value = Number(given.get(name));
    return given.has(name) && value >= least && value <= most ? value : null;
  };
  const state = { ...opening, filters: noFilters() };
  if (VIEWS.includes(given.get("view"))) state.view = given.get("view");
  if (["en", "ko"].includes(given.get("lang"))) state.language = given.get("lang");
  if (given.has("sel")) state.selected = readSelection(given.get("sel"));
  for (const [kind, all] of Object.entries(values)) {
    const text = given.get(kind);
    if (text === undefined) continue;
    const named = new Set(text.replace(/^\+/, "").split(",").map(decoded));
    state.filters.off[kind] = new Set(all.filter((value) => named.has(value) !== text.startsWith("+")));
  }
  state.filters.confidence = number("conf", 0, 1) ?? 0;
  state.filters.sources = number("src", 1, 1e6) ?? 1;
  state.filters.from = dayNumber(given.get("from") || "");
  state.filters.to = dayNumber(given.get("to") || "");
  state.limit = number("n", 1, 1e5) ?? opening.limit;
  state.hierarchy = given.get("branches") !== "0";
  state.added = new Map(list("add").map((part) => part.split(":")).map(([id, n]) => [decoded(id), Number(n) || 1]));
  state.hidden = new Set(list("hide").map(decoded));
  state.pinned = new Map(list("pin").map((part) => part.split(":")).filter((part) => part.length === 3 && part.slice(1).every((n) => Number.isFinite(Number(n)))).map(([id, x, y]) => [decoded(id), [Number(x), Number(y)]]));
  const sort = (given.get("sort") || "").split(":");
  if (COLUMNS.includes(sort[0]) && ["asc", "desc"].includes(sort[1])) state.sort = sort;
  const camera = (given.get("cam") || "").split(":").map(Number);
  state.camera = camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0 ? camera : null;
  return state;
}

const SELECTIONS = { node: ["id"], pair: ["company", "theme", "role"], document: ["id"], path: ["from", "to"] };

function writeSelection(selected) {
  return [selected.kind, ...SELECTIONS[selected.kind].map((name) => code(selected[name] ?? ""))].join(",");
}

function readSelection(text) {
  const [kind, ...parts] = text.split(",").map(decoded);
  const names = Object.hasOwn(SELECTIONS, kind) ? SELECTIONS[kind] : null;
  return names ? { kind, ...Object.fromEntries(names.map((name, i) => [name, parts[i] || ""])) } : null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
