// The query editor: YASGUI on this server's endpoint, with the cookbook as examples. Nothing comes from elsewhere.
"use strict";

const endpoint = new URL("/sparql", location.href).href;

// Completion of prefixes, properties and classes would ask other servers.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle" },
  copyEndpointOnNewTab: true,
  persistenceId: null,
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
});

async function offer() {
  const { recipes, base } = await (await fetch("/examples.json")).json();
  document.getElementById("hint").textContent =
    `VALUES ?company { <${base}company/oracle> } VALUES ?since { "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }`;
  const korean = navigator.language.startsWith("ko");
  const select = document.getElementById("example");
  for (const recipe of recipes) {
    const option = document.createElement("option");
    option.value = recipe.name;
    option.textContent = korean ? `${recipe.titles.ko} · ${recipe.titles.en}` : `${recipe.titles.en} · ${recipe.titles.ko}`;
    select.append(option);
  }
  const show = (name) => {
    const recipe = recipes.find((entry) => entry.name === name);
    if (!recipe) return;
    document.getElementById("comment").textContent = korean ? recipe.comments.ko : recipe.comments.en;
    yasgui.getTab().setQuery(recipe.query);
  };
  select.addEventListener("change", () => show(select.value));
  select.value = "companies-of-theme";
  show(select.value);
  document.documentElement.dataset.complete = "";
}
offer();
