// The theme takes single letters as shortcuts (t: search) unless an input has the focus; a list that is chosen from by typing has
// it as well. What is typed there goes no further than the page, so that no shortcut on the window sees it.
"use strict";
{
  const CHOOSING = "select, .select2-container, [role=combobox], [role=listbox], [contenteditable]";
  const isLetter = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  document.addEventListener("keydown", (event) => {
    if (isLetter(event) && event.target.closest?.(CHOOSING)) event.stopPropagation();
  });
}
