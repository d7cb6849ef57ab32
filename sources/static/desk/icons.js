// The theme draws icons with a font of ligatures: screen readers would read "fact_check Claims". Hide them.
"use strict";
{
  // An icon that is the only content of a link or button stays: its word is better than no name.
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
