/* Comfort only, nothing here is needed to read a page: copies the path and the samples, and opens whatever
   the target of a link is folded into. */
(() => {
  "use strict";

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
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reveal(target);
    target.scrollIntoView();
  };

  const addCopyButton = (holder, text, label, before = null) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "openapi-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(await text());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    holder.insertBefore(button, before);
  };

  const start = () => {
    for (const line of document.querySelectorAll("p.openapi-signature")) {
      const path = line.querySelector(".openapi-path");
      if (path) addCopyButton(line, () => path.textContent, "Copy the path");
    }
    for (const block of document.querySelectorAll(".openapi-tabs .highlight")) {
      const code = block.querySelector("pre");
      if (code && !block.querySelector("button")) addCopyButton(block, () => code.textContent.trimEnd(), "Copy the code");
    }
    const twin = document.querySelector(".openapi-files a[type='text/markdown']");
    if (twin) addCopyButton(twin.parentElement, async () => (await fetch(twin.href)).text(), "Copy the Markdown", twin.nextSibling);
    revealHash();
    addEventListener("hashchange", revealHash);
    addEventListener("beforeprint", () => {
      for (const folded of document.querySelectorAll("details.openapi-nested")) folded.open = true;
    });
  };

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
