// The fields that find records are built by a script that forgets to say what they are called: their label does.
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
  jQuery?.(() => nameAll(document)); // that script waits for the same, and stands before this one
  document.addEventListener("formset:added", (event) => nameAll(event.target));
  // A letter typed into a closed field opens it and is searched for; its script opens on Enter and the space bar alone.
  document.addEventListener(
    "keydown",
    (event) => {
      const select = event.target.closest?.(".select2-container")?.previousElementSibling;
      const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isLetter || !event.target.matches(".select2-selection") || !select?.matches(".admin-autocomplete")) return;
      jQuery(select).select2("open");
      document.querySelector(".select2-container--open .select2-search__field")?.focus(); // where the letter then goes
    },
    true,
  );
  // Enter takes what is marked in the list. While that is the list of what was typed before, it would take another record.
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
