// The theme uses single letters as shortcuts (t: search) unless an input has the focus. It does not know lists that search as
// you type. Stop letters typed there before they reach the shortcuts on the window.
"use strict";
{
  const CHOOSING = "select, .select2-container, [role=combobox], [role=listbox], [contenteditable]";
  const isLetter = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  document.addEventListener("keydown", (event) => {
    if (isLetter(event) && event.target.closest?.(CHOOSING)) event.stopPropagation();
  });
}
