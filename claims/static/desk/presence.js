// Asks every 30 seconds who else has this claim open and what was saved since, and reports when the page is closed.
"use strict";
const notice = document.getElementById("presence");
if (notice) {
  const say = (extra) => {
    const sent = new URLSearchParams({ revision: notice.dataset.revision, ...extra });
    const headers = { "X-CSRFToken": notice.querySelector("[name=csrfmiddlewaretoken]").value };
    return fetch(notice.dataset.address, { method: "POST", body: sent, headers, keepalive: true });
  };
  const show = (lines) => {
    const list = notice.querySelector("ul");
    if (list.dataset.lines === JSON.stringify(lines)) return;
    list.dataset.lines = JSON.stringify(lines);
    list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    notice.hidden = !lines.length;
  };
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await say({});
      if (answer.ok) show((await answer.json()).lines);
    } catch {
      // Without a network the notice stays as it is. Saving reports what changed.
    }
  };
  const every = Number(notice.dataset.seconds) * 1000;
  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
  // Another tab of the claim is open by the time that this one is left: "closed" would arrive last, and be wrong.
  let stays = false;
  document.querySelector(".claim-tabs")?.addEventListener("click", (event) => {
    stays = Boolean(event.target.closest("a")) && !(event.ctrlKey || event.metaKey || event.shiftKey);
  });
  window.addEventListener("pagehide", () => stays || say({ closed: "1" }));
}
