// Offers the colleagues whose name matches what is typed after an @ in a comment; choosing one completes the user name.
"use strict";
for (const field of document.querySelectorAll("textarea[data-mentions]")) {
  const people = [...(document.getElementById(field.dataset.mentions)?.options ?? [])];
  const offer = Object.assign(document.createElement("div"), { className: "desk-actions", hidden: true });
  offer.dataset.offer = "people";
  field.after(offer);
  const typed = () => field.value.slice(0, field.selectionStart).match(/(?:^|[^\w@.+-])@([\w.+-]*)$/u);
  const complete = (username) => {
    const start = field.selectionStart - typed()[1].length;
    field.setRangeText(`${username} `, start, field.selectionStart, "end");
    offer.hidden = true;
    field.focus();
  };
  field.addEventListener("input", () => {
    const part = typed()?.[1].toLowerCase();
    const found = part === undefined ? [] : people.filter((one) => `${one.value} ${one.label}`.toLowerCase().includes(part));
    offer.replaceChildren(...found.slice(0, 6).map(({ value, label }) => {
      const text = label && label !== value ? `${label} (@${value})` : `@${value}`;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      button.className = "desk-button desk-button-plain";
      button.addEventListener("click", () => complete(value));
      return button;
    }));
    offer.hidden = !found.length;
  });
}
