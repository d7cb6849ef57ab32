// The search dialog of every page: t or Ctrl+K opens it (the combobox pattern of WAI-ARIA). Without this script, the sidebar
// links to the page of the search.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.getElementById("desk-search");
  if (!dialog) return;
  const WAIT = 200; // milliseconds after the last key (a guess: fast enough, but not a request per letter)
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let timer = 0;
  let asked = 0;
  let shown = ""; // what the list is for

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const clear = () => {
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    shown = "";
  };
  const ask = async () => {
    const number = ++asked;
    const typed = input.value.trim();
    if (!typed) return clear();
    try {
      const answer = await fetch(`${dialog.dataset.address}?part=1&q=${encodeURIComponent(typed)}`);
      if (!answer.ok || answer.redirected) throw new Error(answer.status); // signed out meanwhile: Enter leads to the login
      const found = await answer.text();
      if (number !== asked) return;
      list.innerHTML = found; // of our own server, which escapes what records say
      shown = typed;
      const count = options().length;
      input.setAttribute("aria-expanded", String(count > 0));
      input.removeAttribute("aria-activedescendant");
      status.textContent = count ? "" : dialog.dataset.none;
      list.scrollTop = 0;
    } catch {
      if (number !== asked) return;
      clear();
      status.textContent = dialog.dataset.away;
    }
  };
  const open = () => {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    dialog.showModal();
    input.select();
  };

  input.addEventListener("input", () => {
    choose(null); // the list is for what was typed before
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length) {
      event.preventDefault();
      const at = all.indexOf(chosen());
      const to = event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1;
      choose(all.at(to % all.length));
    } else if (event.key === "Enter" && chosen() && shown === input.value.trim()) {
      event.preventDefault();
      chosen().click();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a browser would only empty the field
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-desk-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  const TYPING = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], .select2-container";
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const isCombination = key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const isLetter = key === "t" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.(TYPING);
    if (!isCombination && !isLetter) return;
    event.preventDefault();
    open();
  });
});
