// What all forms of the desk share: the focus on the main field, Ctrl+Enter to save, and a warning before unsaved text is left.
"use strict";
{
  // Filters and searches change nothing; lists have boxes to tick, and no text; a login is not text that anybody keeps.
  const isOurs = (form) => form?.method === "post" && !form.matches("#changelist-form, #login-form");

  // --- Ctrl+Enter ---
  // The button that the form has for Enter; a form of Django's has several, of which one saves and leaves.
  const buttonOf = (form) => {
    const buttons = [...form.elements].filter((one) => one.type === "submit" && !one.disabled);
    return buttons.find((one) => one.name === "_save") ?? buttons[0];
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const form = event.target.closest?.("form");
    if (!isOurs(form)) return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(event.target.type === "submit" ? event.target : buttonOf(form));
  });

  // --- Unsaved text ---
  // A field is compared with what the server sent, so that text which is typed and removed again needs no warning.
  const isChanged = (field) => {
    if (field.disabled || !field.name || /^(hidden|submit|button|reset|image)$/.test(field.type)) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.type === "select-one") {
      const sent = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(sent, field.options.length ? 0 : -1);
    }
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return "defaultValue" in field && field.value !== field.defaultValue;
  };
  // What was refused is shown again as the server's own values, and is as unsaved as before.
  const isRefused = (form) => form.querySelector(".desk-refused, .desk-error, .errornote, .errorlist") !== null;
  const isUnsaved = (form) => isOurs(form) && (isRefused(form) || [...form.elements].some(isChanged));
  let sent = null;
  document.addEventListener("submit", (event) => {
    // On the window, after all others: one of them may keep the form here.
    window.addEventListener("submit", () => event.defaultPrevented || (sent = event.target), { once: true });
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...document.forms].some((form) => form !== sent && isUnsaved(form))) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (sent = null)); // back in the page by the browser's Back

  // --- Focus ---
  // The first error, or the field that the page is for. The theme draws its pages late, so that the browser's own autofocus
  // finds no field; nobody is interrupted who has begun elsewhere.
  const FIELD = "input:not([type=hidden]), select, textarea, .select2-selection";
  const isSeen = (field) => field.offsetParent !== null && !field.matches(".select2-hidden-accessible");
  const goal = () => {
    const wrong = document.querySelector(".desk-form .desk-field.errors");
    const field = wrong?.querySelectorAll(FIELD) ?? document.querySelectorAll("[autofocus], [autofocus] + .select2-container .select2-selection");
    return [...field].find(isSeen);
  };
  const focus = (frames) => {
    if (document.activeElement !== document.body || document.querySelector("dialog[open]")) return;
    const field = goal();
    if (field) field.focus();
    else if (frames > 0) requestAnimationFrame(() => focus(frames - 1));
  };
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[autofocus], .desk-form .desk-field.errors")) focus(120); // about two seconds
  });
}
