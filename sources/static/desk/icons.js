// The theme draws its icons with a font whose letters are words: screen readers would say "fact_check Claims".
"use strict";
{
  const hide = () => document.querySelectorAll(".material-symbols-outlined").forEach((icon) => icon.setAttribute("aria-hidden", "true"));
  document.addEventListener("DOMContentLoaded", hide);
}
