// The page of a report: print it, and copy it as a mail or a CMS pastes it. Without this script, the browser's own menu does both.
"use strict";
(() => {
  const report = document.getElementById("report");
  const copy = (button) => {
    const selection = window.getSelection();
    selection.selectAllChildren(report);
    // The old command: the clipboard API asks for HTTPS, which not every desk has inside its own network.
    const done = document.execCommand("copy");
    if (done) {
      selection.removeAllRanges();
      button.textContent = button.dataset.done;
    }
  };
  const does = { print: () => window.print(), copy };
  document.querySelectorAll("[data-report]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => does[button.dataset.report](button));
  });
})();
