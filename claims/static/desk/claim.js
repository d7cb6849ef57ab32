// The page of a claim: shows that the form has unsaved changes. forms.js asks before they are lost.
"use strict";
const state = document.getElementById("save-state");
const claimForm = document.querySelector(".claim-header ~ form.desk-form");
if (state && claimForm) {
  const changed = () => {
    state.dataset.state = "unsaved";
    state.textContent = state.dataset.unsaved;
  };
  claimForm.addEventListener("input", changed);
  claimForm.addEventListener("formset:added", changed);
  // A form that was refused comes back with what was typed, still unsaved.
  if (document.querySelector(".desk-refused[role=alert]")) changed();
}
// A menu closes when somebody clicks elsewhere, or presses Escape.
const menu = document.querySelector(".claim-more");
if (menu) {
  const close = (event) => {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
}
