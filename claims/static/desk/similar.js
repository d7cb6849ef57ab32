// Lists recorded claims that resemble a new one, below its text, as the editor types. Saving does not depend on it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const text = document.querySelector("[data-similar]");
  const token = text?.form?.elements.csrfmiddlewaretoken;
  if (!token) return;
  const WAIT = 500; // milliseconds after the last key: an editor who pauses looks up (a guess)
  const list = document.createElement("div");
  list.className = "desk-similar";
  list.setAttribute("role", "status");
  text.after(list);
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    try {
      const sent = { method: "POST", headers: { "X-CSRFToken": token.value }, body: new URLSearchParams({ text: text.value }) };
      const answer = await fetch(text.dataset.similar, sent);
      const found = answer.ok && !answer.redirected ? await answer.text() : "";
      if (number === asked) list.innerHTML = found.trim(); // of our own server, which escapes what records say
    } catch {
      // Without a network the list stays as it is.
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  if (text.value.trim()) ask();
});
