/* One row for each operation on Sphinx's search page, with method and path, whatever of its page was found. Sphinx asks
   the function `score` of its Scorer about each result, and leaves out rows that are the same. */
(() => {
  "use strict";

  // Names are escaped in the index. Sphinx 8 shows titles as HTML, later versions escape them first.
  const textOf = (name) =>
    typeof _escapeHTML === "function" ? new DOMParser().parseFromString(name, "text/html").body.textContent : name;

  let routes;
  const readRoutes = () => {
    const index = Search._index;
    routes = new Map();
    for (const [prefix, objects] of Object.entries(index.objects)) {
      for (const [file, type, , , name] of objects) {
        const [domain, kind] = index.objnames[type];
        const route = (prefix ? prefix + "." : "") + name;
        if (domain === "openapi" && kind === "op" && route.includes(" ")) {
          routes.set(index.docnames[file], `${index.titles[file]} · ${textOf(route)}`);
        }
      }
    }
  };

  const mergeRows = () => {
    const score = Scorer.score;
    Scorer.score = (result) => {
      if (!routes) readRoutes();
      const value = score ? score(result) : result[4];
      const title = routes.get(result[0]);
      if (title) [result[1], result[2], result[3]] = [title, "", null];
      return value;
    };
  };

  // Some themes load Sphinx's script after this one. A theme that does not load it has a search of its own.
  if (typeof Scorer !== "undefined") mergeRows();
  else document.querySelector("script[src*='searchtools.js']")?.addEventListener("load", mergeRows);
})();
