// Opens a page of the help in a dialog: from a "?" next to a flag or a count, and the list of shortcuts on Shift+?. Without this
// script a "?" is a link to that page.
"use strict";
{
  const TYPED = "input, textarea, select, .select2-container, [role=combobox], [role=listbox], [contenteditable]";
  let dialog = null;
  const make = () => {
    dialog = document.createElement("dialog");
    dialog.className = "help-dialog desk";
    dialog.setAttribute("aria-labelledby", "help-title");
    dialog.innerHTML = '<header><h2 id="help-title"></h2><button type="button" class="desk-link"></button></header><div tabindex="0"></div>';
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    // A click on the backdrop has the dialog itself as its target.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
  };
  const show = (title, part, close) => {
    if (!dialog) make();
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("button").textContent = close;
    dialog.querySelector("div").replaceChildren(part);
    if (!dialog.open) dialog.showModal(); // which closes on Esc, and gives the focus back
  };
  const open = async (address) => {
    try {
      const answer = await fetch(address);
      const text = await answer.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const [, place] = address.split("#");
      const part = (place && page.getElementById(place)) || page.getElementById("help");
      if (!answer.ok || !part) throw new Error(answer.statusText);
      part.removeAttribute("id");
      show(part.dataset.title || page.querySelector("h1.desk-title").textContent, part, page.querySelector("[data-close]").dataset.close);
    } catch {
      window.location.assign(address); // signed out, or offline: the browser says so
    }
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a[data-help]");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(mark.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED)) return;
    const list = document.querySelector("a[href$='/help/shortcuts/']");
    if (!list || document.querySelector("dialog[open]:not(.help-dialog)")) return;
    event.preventDefault();
    open(list.href);
  });
}
