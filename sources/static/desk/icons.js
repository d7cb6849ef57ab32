// The theme draws its icons with a font whose letters are words: screen readers would say "fact_check Claims".
"use strict";
{
  // Where an icon is all that a link or button has, it stays: its word is better than no name.
  const isAllThereIs = (icon) => {
    const control = icon.closest("a, button");
    return control && !control.ariaLabel && !control.title && control.textContent.trim() === icon.textContent.trim();
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const icon of document.querySelectorAll(".material-symbols-outlined")) {
      if (!isAllThereIs(icon)) icon.setAttribute("aria-hidden", "true");
    }
  });
}
