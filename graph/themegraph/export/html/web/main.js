// Starts the viewer: reads the data, makes the parts, and draws anew what a change of state touches.

import { makeActions } from "./app.js";
import { makeCanvas } from "./canvas.js";
import { el, replace } from "./dom.js";
import { applyFilters, isFiltering, noFilters } from "./filter.js";
import { makeHelp } from "./help.js";
import { nameOf, preferredLanguage, say, setLanguage } from "./i18n.js";
import { listenEverywhere, listenOnDrawing } from "./keys.js";
import { readBlock } from "./load.js";
import { makeMatrix } from "./matrix.js";
import { makeGraph } from "./model.js";
import { makePanel } from "./panel.js";
import { readLink, writeLink } from "./permalink.js";
import { placeNew } from "./place.js";
import { makeSearchBox } from "./search-box.js";
import { makeSidebar } from "./sidebar.js";
import { makeStore } from "./store.js";
import { makeTable } from "./table.js";
import { makeTabs } from "./tabs.js";
import { makeTakeAway } from "./take-away.js";
import { makeTools } from "./tools.js";
import { makeTrends } from "./trends.js";
import { chooseWorkingSet } from "./working.js";

const DRAWN_BY = ["filters", "limit", "added", "hidden", "hierarchy", "selected"];

async function start() {
  const options = JSON.parse(document.getElementById("options").textContent);
  const graph = makeGraph(await readBlock("graph-data"));
  const opening = {
    language: preferredLanguage(), view: "graph", selected: null, filters: noFilters(), limit: 300, added: new Map(),
    hidden: new Set(), pinned: new Map(), hierarchy: true, sort: null, camera: null, quotes: null,
  };
  const store = makeStore({ ...opening });
  const { state } = store;
  const app = makeActions(graph, store);
  Object.assign(state, readLink(location.hash, opening, app.values));
  setLanguage(state.language);
  app.filtered = applyFilters(graph, state.filters);

  // The parts.
  const drawing = el("div", { class: "drawing", role: "application", tabindex: "0" });
  const notice = el("p", { class: "notice", role: "status", hidden: true });
  const live = el("p", { class: "unseen", role: "status" });
  const empty = el("div", { class: "empty", hidden: true });
  const search = makeSearchBox(graph, app.selectNode);
  const views = { table: makeTable(app), matrix: makeMatrix(app), time: makeTrends(app) };
  const tabs = makeTabs(app);
  const tools = makeTools(app);
  const help = makeHelp();
  const takeAway = makeTakeAway(app);
  const language = el("button", { type: "button", class: "language", onclick: () => store.set({ language: state.language === "ko" ? "en" : "ko" }) });
  const helpButton = el("button", { type: "button", class: "help-button", onclick: help.show }, "?");
  const filterButton = el("button", { type: "button", class: "filter-button", "aria-controls": "filters", onclick: () => app.showSidebar() });
  const counts = el("p", { class: "counts" });
  const graphView = el("div", { class: "view graph-view" }, drawing, tools.element, empty);
  const stage = el("div", { class: "stage" }, graphView, Object.values(views).map((view) => view.element), notice);
  document.body.prepend(live);

  Object.assign(app, {
    take: takeAway.take,
    help: help.show,
    focusSearch: () => search.input.focus(),
    focusPanel: () => panel.focus(),
    escape() {
      if (state.selected) store.set({ selected: null });
      if (document.body.classList.contains("with-filters") && window.innerWidth < 760) app.showSidebar(false);
      if (state.view === "graph") drawing.focus({ preventScroll: true });
    },
    showSidebar(wanted = !document.body.classList.contains("with-filters")) {
      document.body.classList.toggle("with-filters", wanted);
      filterButton.setAttribute("aria-expanded", String(wanted));
      if (!wanted) return;
      sidebar.draw();
      if (window.innerWidth < 760) sidebar.focus();
    },
    announce(text, visibly = false) {
      live.textContent = text;
      if (!visibly) return;
      notice.textContent = text;
      notice.hidden = false;
      setTimeout(() => (notice.hidden = true), 2500);
    },
    writeAddress,
    showAll(animated = true) {
      arranged = false;
      canvas.fit(animated);
      store.set({ camera: null });
    },
    arrange() {
      for (const node of app.working.nodes) if (!node.pinned) node.at = null;
      placeNew(app.working);
      canvas.show(app.working, app.selection());
      app.showAll();
    },
  });
  const sidebar = makeSidebar(app);
  const panel = makePanel(app);
  document.getElementById("app").append(
    el("header", { class: "top" }, filterButton, el("div", { class: "title" }, el("h1", {}, "themegraph"), counts), search.element, tabs.element, takeAway.element, helpButton, language),
    el("main", {}, sidebar.element, stage, panel.element),
    help.element,
  );
  let pointed = false; // whether the selection comes from a click on the drawing
  const canvas = makeCanvas(drawing, options, {
    pick({ node, edge }) {
      pointed = true;
      if (node) app.selectNode(node);
      else if (edge) app.selectPair(edge.company, edge.theme, edge.role);
      else if (edge === undefined && state.selected) app.select(null);
      pointed = false;
    },
    open: app.expand,
    moved: app.moved,
    camera: (camera) => store.set({ camera }),
    covered: tools.legendHeight,
  });
  app.canvas = canvas;
  app.drawing = drawing;

  // What is drawn when.
  function place() {
    for (const node of graph.nodes) if (node.pinned && !state.pinned.has(node.id)) node.pinned = false;
    for (const [id, at] of state.pinned) {
      const node = graph.byId.get(id);
      if (node) Object.assign(node, { at: [...at], pinned: true });
    }
  }

  /** Brings into view what is selected; an article can be linked anywhere, so it is left alone. */
  function revealSelected() {
    if (state.selected && state.selected.kind !== "document") canvas.reveal(app.selection().nodes);
  }

  let atHome = true; // whether the drawing is the one that the page opens with
  let arranged = false; // whether it has been arranged anew and not yet been brought into view
  function draw() {
    app.working = chooseWorkingSet(graph, app.filtered, { ...state, wanted: app.selection() });
    const opened = !isFiltering(state.filters) && !state.added.size && state.limit === opening.limit;
    if (opened) for (const node of app.working.nodes) if (node.home && !node.pinned) node.at = [...node.home];
    if (placeNew(app.working) || opened !== atHome) arranged = true;
    atHome = opened;
    tools.draw();
    const nothing = !app.working.nodes.length;
    empty.hidden = !nothing;
    if (nothing) replace(empty, el("p", {}, graph.nodes.length ? say("nothingPasses") : say("emptyGraph", { n: graph.total })));
  }


  function drawView() {
    graphView.hidden = state.view !== "graph";
    for (const [name, view] of Object.entries(views)) {
      view.element.hidden = state.view !== name;
      if (state.view === name) view.draw();
    }
    tabs.draw();
    takeAway.draw();
  }

  function relabel() {
    setLanguage(state.language);
    document.title = `themegraph: ${say("subtitle")}`;
    language.textContent = say("language");
    language.title = say("languageTitle");
    language.lang = state.language === "ko" ? "en" : "ko";
    helpButton.setAttribute("aria-label", say("help"));
    filterButton.setAttribute("aria-label", say("filters"));
    replace(filterButton, el("span", { "aria-hidden": "true" }, "☰"), el("span", { class: "words" }, " " + say("filters")));
    drawing.setAttribute("aria-label", say("canvasLabel"));
    search.relabel();
    tools.relabel();
    counts.textContent = [
      say("companies", { n: graph.nodes.filter((node) => node.kind === "company").length }),
      say("themes", { n: graph.nodes.filter((node) => node.kind === "theme").length }),
      say("links", { n: graph.edges.length }),
      say("articles", { n: graph.total }),
    ].join(" · ");
  }

  function writeAddress() {
    clearTimeout(writing);
    const fragment = writeLink(state, opening, app.values);
    if (location.hash.slice(1) !== fragment) history.replaceState(null, "", "#" + fragment);
  }
  let writing = 0;

  store.subscribe((_, changed) => {
    const has = (...names) => names.some((name) => changed.has(name));
    if (has("language")) relabel();
    if (has("filters")) app.filtered = applyFilters(graph, state.filters);
    if (has("pinned")) place();
    if (has(...DRAWN_BY)) draw();
    if (has("pinned", ...DRAWN_BY)) canvas.show(app.working, app.selection());
    if (has("language")) canvas.redraw();
    if (has("filters", "language", "limit", "hierarchy", "hidden", "added") && document.body.classList.contains("with-filters")) sidebar.draw();
    if (arranged) app.showAll(false);
    if (has("view", "language", "filters", "sort") || (has("selected") && state.view === "table")) drawView();
    if (has("filters")) {
      app.announce(say("passing", { n: app.filtered.passing }));
      if (!canvas.anyInView()) arranged = true;
    }
    if (has("selected") && app.selectedNode()) {
      const node = app.selectedNode();
      app.announce(`${say(node.kind)} ${nameOf(node)}, ${say("links", { n: node.edges.length })}`);
    }
    if (has("selected", "language", "filters", "quotes", "pinned", "added", "hidden", "limit")) panel.show(has("selected"));
    if (has("selected")) {
      canvas.resize();
      // What was clicked must not move away before it can be clicked twice.
      setTimeout(revealSelected, pointed ? 400 : 0);
    }
    clearTimeout(writing);
    writing = setTimeout(writeAddress, 300);
  });
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === writeLink(state, opening, app.values)) return;
    store.set({ ...readLink(location.hash, opening, app.values), quotes: state.quotes });
    if (state.camera) canvas.look(state.camera);
  });
  listenOnDrawing(drawing, app);
  listenEverywhere(app);

  place();
  relabel();
  document.body.classList.toggle("with-filters", window.innerWidth >= 1080);
  filterButton.setAttribute("aria-expanded", String(window.innerWidth >= 1080));
  draw();
  arranged = false;
  canvas.show(app.working, app.selection());
  sidebar.draw();
  drawView();
  panel.show();
  if (state.camera) canvas.look(state.camera);
  else {
    canvas.fit();
    revealSelected();
  }

  // For tests and for the curious: where a node stands in the window, and what is drawn.
  window.themegraph = {
    placeOf(id) {
      const at = canvas.network.canvasToDOM({ x: graph.byId.get(id).at[0], y: graph.byId.get(id).at[1] });
      const box = drawing.getBoundingClientRect();
      return [box.x + at.x, box.y + at.y];
    },
    drawn: () => ({ nodes: app.working.nodes.map((node) => node.id), edges: app.working.edges.length }),
    labels: () => canvas.labels(),
  };
  canvas.network.once("afterDrawing", () => {
    performance.mark("interactive");
    document.documentElement.dataset.ready = "true";
  });
  canvas.redraw();
  store.set({ quotes: await readBlock("quotes-data") });
  document.documentElement.dataset.complete = "true";
}

start().catch((error) => {
  // A browser too old for the page must say so instead of showing nothing.
  document.getElementById("app").replaceChildren(el("p", { class: "fallback", role: "alert" }, `${say("broken")} (${error.message})`));
  throw error;
});
