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
  jQuery?.(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-search__field");
    search?.setAttribute("aria-label", event.target.labels?.[0]?.textContent.trim() ?? "");
  });
}
