// Small help for the desk's forms: shows what was refused, and adds rows to lists (a copy of the template, numbered on).
"use strict";
// A refusal stands where the form begins, which on the page of a claim is far down.
const conflict = document.getElementById("conflict");
if (conflict) conflict.scrollIntoView();
else document.querySelector(".desk-refused")?.scrollIntoView({ block: "center" });
// A slider tells beside it where it stands.
document.addEventListener("input", (event) => {
  const told = document.getElementById(event.target.dataset?.shows ?? "");
  if (told) told.textContent = event.target.value;
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
// Long work that the page does piece by piece goes on while it is open.
const again = document.querySelector("[data-press-again]");
if (again) setTimeout(() => again.click(), 1000);
