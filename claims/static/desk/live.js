// Asks every few seconds for the page again, and renews the parts that show progress, so that focus and place stay.
"use strict";
const SECONDS = 5;
const watched = [...document.querySelectorAll("[data-live]")];
const renew = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Once there is nothing left to follow, its buttons go too.
    if (!page.querySelector("[data-live]")) location.reload();
    for (const part of watched) {
      const renewed = page.getElementById(part.id);
      const same = !renewed || renewed.innerHTML === part.innerHTML || part.contains(document.activeElement);
      if (!same) part.replaceChildren(...renewed.childNodes);
    }
  } catch {
    // Without a network the page stays as it is.
  }
};
if (watched.length) setInterval(renew, SECONDS * 1000);
document.addEventListener("visibilitychange", renew);
