// The review of proposals by keyboard: the current proposal is emphasised in the text; A, E, R, X and M fill in the form, which
// works without this script too.
"use strict";
(() => {
  const form = document.getElementById("quick");
  const cards = [...(form?.querySelectorAll(".review-card") ?? [])];
  if (!cards.length) return;
  const TYPED = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable], dialog";
  const status = document.getElementById("review-status");
  const parts = [...form.querySelectorAll("[data-of]")];
  const field = (card, name) => card.querySelector(`[name$="-${name}"]`);
  const numberOf = (card) => card.dataset.number;
  let at = -1;

  const show = (to) => {
    at = to;
    const number = numberOf(cards[at]);
    for (const part of parts) part.classList.toggle("review-now", part.dataset.of.split(" ").includes(number));
    cards.forEach((card, index) => (index === at ? card.setAttribute("aria-current", "true") : card.removeAttribute("aria-current")));
    form.querySelector(`#mark-${number}`)?.scrollIntoView({ block: "nearest" });
  };
  const go = (to) => {
    if (to < 0 || to >= cards.length) return;
    show(to);
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };
  const decide = (card, value) => {
    const radio = card.querySelector(`[name$="-decision"][value="${value}"]`);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const isDecided = (card, value) => card.querySelector(`[name$="-decision"][value="${value}"]`).checked;
  const edit = (card) => {
    card.querySelector(".review-edit").open = true;
    const wrong = card.querySelector(".errors :is(input:not([type=radio]), select, textarea)");
    (wrong ?? field(card, card.querySelector("[data-field=text][hidden]") ? "chain" : "text")).focus();
  };

  // A proposal that is the same claim as another says so where its own claim would be chosen; only a new claim needs a text.
  const shareClaim = (card) => {
    const number = field(card, "same_as").value.trim();
    const line = card.querySelector(".review-same");
    line.querySelector("strong").textContent = number;
    line.toggleAttribute("hidden", !number);
    card.querySelector("[data-field=claim]").toggleAttribute("hidden", Boolean(number));
    const recorded = field(card, "claim").value || field(card, "other").value.trim();
    card.querySelector("[data-field=text]").toggleAttribute("hidden", Boolean(number || recorded));
  };

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: (card) => {
      if (isDecided(card, "accepted")) return decide(card, "");
      decide(card, "accepted");
      // What cannot be recorded as it is needs the editor's own words first.
      if (card.querySelector("[data-obstacle]")) return edit(card);
      go(at + 1);
    },
    e: (card) => edit(card),
    r: (card) => {
      if (isDecided(card, "rejected")) return decide(card, "");
      decide(card, "rejected");
      field(card, "because").focus();
    },
    x: (card) => {
      const box = card.querySelector("[data-pick]");
      box.checked = !box.checked;
    },
    m: () => {
      const [first, ...others] = cards.filter((card) => card.querySelector("[data-pick]").checked);
      if (!others.length) return;
      for (const card of others) {
        field(card, "same_as").value = numberOf(first);
        shareClaim(card);
      }
      cards.forEach((card) => (card.querySelector("[data-pick]").checked = false));
      status.textContent = `${form.dataset.same} ${numberOf(first)}: ${others.map(numberOf).join(", ")}`;
      status.className = "desk-note";
    },
  };
  keys.ArrowDown = keys.j;
  keys.ArrowUp = keys.k;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !form.contains(event.target)) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.target.closest?.(TYPED)) return;
    // A text that scrolls, and a row of choices, have the arrows for themselves.
    if (event.key.startsWith("Arrow") && event.target.closest?.("input, .review-read")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (at < 0 && act !== keys.j && act !== keys.k)) return;
    event.preventDefault();
    act(cards[at]);
  });
  form.addEventListener("keydown", (event) => {
    // Esc leaves the fields of a proposal, and Enter the reason for a rejection: back to the keys above.
    const card = event.target.closest?.(".review-card");
    const leaves = event.key === "Escape" || (event.key === "Enter" && event.target === field(card ?? form, "because"));
    if (!card || !leaves || event.defaultPrevented || event.ctrlKey || event.metaKey || !event.target.matches(TYPED)) return;
    event.preventDefault();
    go(cards.indexOf(card) + (event.key === "Enter" ? 1 : 0));
  });
  form.addEventListener("focusin", (event) => {
    const index = cards.indexOf(event.target.closest(".review-card"));
    if (index >= 0 && index !== at) show(index);
  });
  form.addEventListener("input", (event) => {
    if (/-(same_as|claim|other)$/.test(event.target.name)) shareClaim(event.target.closest(".review-card"));
  });
  cards.forEach(shareClaim);
  form.querySelectorAll(".review-pick").forEach((label) => label.removeAttribute("hidden"));
  const wrong = cards.findIndex((card) => card.classList.contains("errors"));
  if (!form.querySelector("#sources, .desk-refused")) go(0);
  else if (wrong >= 0) show(wrong);
})();
