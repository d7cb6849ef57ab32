// Select2 gives its fields no accessible name. This script names them by their labels.
"use strict";
{
  const jQuery = window.django?.jQuery;
  const name = (select) => {
    const label = select.labels[0];
    const shown = select.nextElementSibling?.querySelector(".select2-selection");
    const value = shown?.querySelector(".select2-selection__rendered");
    if (!label || !value) return;
    label.id ||= `${select.id}-label`;
    shown.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
    value.setAttribute("aria-labelledby", label.id);
  };
  const nameAll = (root) => root.querySelectorAll("select.select2-hidden-accessible").forEach(name);
  jQuery?.(() => nameAll(document)); // Select2 waits for the same event, and runs first
  document.addEventListener("formset:added", (event) => nameAll(event.target));
  // A letter typed into a closed field opens it and starts a search. Select2 itself opens only on Enter and the space bar.
  document.addEventListener(
    "keydown",
    (event) => {
      const select = event.target.closest?.(".select2-container")?.previousElementSibling;
      const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isLetter || !event.target.matches(".select2-selection") || !select?.matches(".admin-autocomplete")) return;
      jQuery(select).select2("open");
      document.querySelector(".select2-container--open .select2-search__field")?.focus(); // which then receives the letter
    },
    true,
  );
  // Enter selects the highlighted match. While new matches load, it would select one of the old matches, so ignore it.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.target.matches?.(".select2-search__field")) return;
      if (!document.querySelector(".select2-results__option.loading-results")) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  jQuery?.(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-search__field");
    search?.setAttribute("aria-label", event.target.labels?.[0]?.textContent.trim() ?? "");
  });
}
