/* Opens the console of an operation. Before the click, nothing else of the console is loaded. */
(() => {
  const { script } = document.currentScript.dataset;
  const load = () => import(`./${script}`);
  const place = document.querySelector(".openapi-console-place");
  if (place) load().then((console) => console.show(place));
  for (const link of document.querySelectorAll("a.openapi-try")) {
    link.role = "button";
    link.ariaHasPopup = "dialog";
    link.onkeydown = (event) => event.key === " " && (event.preventDefault(), link.click());
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in another tab
      event.preventDefault();
      link.nextSibling?.remove();
      load()
        .then((console) => console.open(link))
        .catch(() => link.after(` ${link.dataset.failed}`));
    };
  }
})();
