// Helpers for forms: scroll to errors, and add rows to formsets (a copy of the template with the next number).
"use strict";
// Errors are at the top of the form, which is far down on the page of a claim.
const conflict = document.getElementById("conflict");
if (conflict) conflict.scrollIntoView();
else document.querySelector(".desk-refused")?.scrollIntoView({ block: "center" });
// Show the value of a slider next to it.
document.addEventListener("input", (event) => {
  const output = document.getElementById(event.target.dataset?.shows ?? "");
  if (output) output.textContent = event.target.value;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  const prefix = button.dataset.addRow;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const template = document.getElementById(`${prefix}-row`);
  const copy = document.createElement("div");
  copy.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const row = copy.firstElementChild;
  document.getElementById(`${prefix}-rows`).append(row);
  total.value = Number(total.value) + 1;
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }));
  const first = row.querySelector("input:not([type=hidden]), select, textarea");
  if (first) first.focus();
});
// Continue work in steps, such as a long preview, while the page is open.
const again = document.querySelector("[data-press-again]");
if (again) setTimeout(() => again.click(), 1000);
