/* Comfort only, nothing here is needed to read a page: copies the path and the samples, opens whatever the target
   of a link is folded into, folds JSON, and lets the keyboard scroll what is cut off. */
(() => {
  "use strict";

  const words = {
    copy: "Copy",
    copied: "Copied",
    copyPath: "Copy the path",
    copyUrl: "Copy the URL",
    copyCode: "Copy the code",
    copyMarkdown: "Copy page as Markdown",
    expand: "Expand all",
    collapse: "Collapse all",
    lines: "{count} lines",
    ...document.currentScript.dataset, // those of the language of the site
  };

  const reveal = (target) => {
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node.classList.contains("sd-tab-content")) {
        const input = node.previousElementSibling?.previousElementSibling;
        if (input?.matches("input[type=radio]")) input.checked = true;
      }
    }
  };

  const revealHash = () => {
    // Not ":target", which Chromium does not know before the style sheets are there.
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reveal(target);
    target.scrollIntoView();
  };

  const addCopyButton = (holder, text, label, before = null, name = words.copy) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "openapi-copy";
    button.textContent = name;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(await text());
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = name), 1500);
    });
    holder.insertBefore(button, before);
  };

  const addCopyButtons = () => {
    if (!navigator.clipboard) return; // a page that was not fetched over HTTPS
    for (const line of document.querySelectorAll("p.openapi-signature")) {
      const path = line.querySelector(".openapi-path");
      if (!path) continue;
      const base = line.querySelector(".openapi-base")?.textContent ?? "";
      addCopyButton(line, () => base + path.textContent, base ? words.copyUrl : words.copyPath);
    }
    const twin = document.querySelector(".openapi-files a[type='text/markdown']");
    if (twin) addCopyButton(twin.parentElement, async () => (await fetch(twin.href)).text(), words.copyMarkdown, twin.nextSibling, words.copyMarkdown);
    if (document.querySelector("script[src*='copybutton']")) return; // sphinx-copybutton looks after code
    for (const block of document.querySelectorAll(":is(.openapi-tabs, .openapi-samples) .highlight")) {
      const code = block.querySelector("pre");
      if (code && !block.querySelector("button")) addCopyButton(block, () => code.textContent.trimEnd(), words.copyCode);
    }
  };

  // Furo alone leaves a long menu at its beginning. Only the box is moved: the page stays where it is.
  const showCurrentEntry = () => {
    const box = document.querySelector(".sidebar-scroll");
    const entry = box?.querySelector(".current-page > .reference")?.getBoundingClientRect();
    if (!entry || entry.bottom <= box.getBoundingClientRect().bottom) return;
    box.scrollBy({ top: entry.top - box.clientHeight / 2, behavior: "instant" }); // Furo's style sheet asks for "smooth"
  };

  // Buttons that open and close all that is folded, above each section of fields that has something folded.
  const addExpanders = () => {
    for (const section of document.querySelectorAll("section:has(> .openapi-signature) > section")) {
      const folded = section.querySelectorAll("details.openapi-nested");
      if (folded.length < 2) continue;
      const line = document.createElement("div");
      line.className = "openapi-expand";
      for (const [name, isOpen] of [[words.expand, true], [words.collapse, false]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "openapi-copy";
        button.textContent = name;
        button.addEventListener("click", () => { for (const node of folded) node.open = isOpen; });
        line.append(button);
      }
      section.querySelector(":is(h2, h3)").after(line);
    }
  };

  const FOLDED_LINES = 4; // Objects and arrays with fewer lines do not fold.

  // The nodes of highlighted JSON are siblings. What is between a bracket that ends a line and the one that begins
  // another moves into an element; copying, printing and the browser's search still find it there.
  const addFolds = (code) => {
    const opened = [];
    let line = 0;
    for (const node of [...code.childNodes]) {
      const text = node.textContent;
      if (node.className !== "p") line += text.split("\n").length - 1;
      else [...text].forEach((sign, index) => {
        if ("{[".includes(sign)) opened.push({ node, line, isLast: index === text.length - 1 });
        if (!"}]".includes(sign)) return;
        const start = opened.pop();
        if (opened.length && start?.isLast && !index && line - start.line > FOLDED_LINES) addFold(start.node, node, line - start.line - 1);
      });
    }
    code.addEventListener("copy", (event) => {
      const selection = getSelection();
      if (!selection.rangeCount || !code.querySelector("[hidden]")) return;
      event.clipboardData.setData("text/plain", selection.getRangeAt(0).cloneContents().textContent);
      event.preventDefault();
    });
  };

  const addFold = (start, end, lines) => {
    const [button, part] = [document.createElement("button"), document.createElement("span")];
    const setOpen = (isOpen) => {
      button.setAttribute("aria-expanded", isOpen);
      if (isOpen) part.removeAttribute("hidden");
      else part.setAttribute("hidden", "until-found");
    };
    button.type = "button";
    button.className = "openapi-fold";
    button.setAttribute("aria-label", words.lines.replace("{count}", lines));
    button.addEventListener("click", () => setOpen(part.hasAttribute("hidden")));
    part.className = "openapi-part";
    part.addEventListener("beforematch", () => setOpen(true));
    while (start.nextSibling !== end) part.append(start.nextSibling);
    start.after(button, part);
    setOpen(true);
  };

  const scrollers = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const isCut = target.scrollHeight > target.clientHeight || target.scrollWidth > target.clientWidth;
      if (isCut) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });

  const start = () => {
    addCopyButtons();
    showCurrentEntry();
    addExpanders();
    for (const code of document.querySelectorAll(".highlight-json pre")) addFolds(code);
    for (const code of document.querySelectorAll(".highlight pre")) scrollers.observe(code);
    addEventListener("hashchange", revealHash);
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details[class*='openapi-']")) details.open = true;
    });
    revealHash();
  };

  // After the script of sphinx-design, which chooses the tabs that were chosen on the page before.
  if (document.readyState === "complete") start();
  else addEventListener("DOMContentLoaded", start);
})();
