// The page "Add a source": finds names as the editor types (the combobox pattern of WAI-ARIA), and shows the fields of a new
// record. A field for the key of a claim finds it by its words too. Without this script the same fields are sent, and the server
// asks for what is missing.
"use strict";
(() => {
  const form = document.getElementById("quick");
  if (!form) return;
  const WAIT = 120; // milliseconds after the last key (a guess: fast enough, but not a request per letter)
  const NEW = "+";

  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const show = (element, shown) => element && element.toggleAttribute("hidden", !shown);

  function choose(row, key, label, text) {
    const pick = part(row, "pick");
    if (![...pick.options].some((option) => option.value === key)) pick.add(new Option(text || label, key));
    pick.value = key;
    part(row, "name").value = label;
    part(row, "matched").value = label;
    reveal(row);
  }

  function reveal(row) {
    const pick = part(row, "pick");
    const unnamed = part(row, "unnamed");
    const isNew = pick.value === NEW || (!pick.value && unnamed?.checked);
    show(row.querySelector("[data-new]"), isNew);
    if (unnamed) show(row.querySelector("[data-unnamed]"), unnamed.checked);
  }

  function combobox(input) {
    if (input.dataset.ready) return;
    input.dataset.ready = "yes";
    const row = input.closest(".quick-hand"); // none: the field takes the key of a record, and no new one
    const list = document.createElement("ul");
    const status = document.createElement("span");
    const isDocument = input.name.startsWith("where");
    let at = -1;
    let timer = 0;
    let asked = 0;
    list.id = `${input.id}-list`;
    list.className = "quick-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0]?.textContent.trim() || input.name);
    status.className = "quick-status";
    status.setAttribute("role", "status");
    input.after(list, status);
    if (!row) {
      status.className = "desk-help";
      input.parentElement.classList.add("quick-find");
    }
    const set = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    Object.entries(set).forEach(([name, value]) => input.setAttribute(name, value));

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const move = (to) => {
      const items = [...list.children];
      if (!items.length) return;
      at = (to + items.length) % items.length;
      items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      items[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[at].id);
    };
    const item = (key, label, text) => {
      const line = document.createElement("li");
      line.id = `${list.id}-${list.children.length}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.textContent = text;
      line.dataset.key = key;
      line.dataset.label = label;
      if (!row) line.append(Object.assign(document.createElement("small"), { textContent: key }));
      list.append(line);
    };
    const offer = (results) => {
      const typed = input.value.trim();
      list.replaceChildren();
      results.forEach((found) => item(found.key, found.text, found.text));
      if (row) item(NEW, typed, `${isDocument ? form.dataset.newDocument : form.dataset.newSource} ${typed}`);
      list.hidden = !list.children.length;
      at = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = results.length ? `${results.length} ${form.dataset.found}` : form.dataset.none;
    };
    const ask = async () => {
      const number = ++asked;
      const typed = input.value.trim();
      if (!typed) return close();
      try {
        const answer = await fetch(`${input.dataset.find}&term=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
        const found = answer.ok ? (await answer.json()).results : [];
        if (number === asked && document.activeElement === input) offer(found);
      } catch {
        close(); // the server looks up the name when the form is sent
      }
    };
    const take = (line) => {
      if (row) choose(row, line.dataset.key, line.dataset.label, line.textContent);
      else {
        input.value = line.dataset.key;
        status.textContent = line.dataset.label;
      }
      close();
    };

    input.addEventListener("input", () => {
      if (row) {
        part(row, "matched").value = "";
        part(row, "pick").value = "";
        show(row.querySelector("[data-pick]"), false);
        reveal(row);
      } else status.textContent = "";
      close(); // the list is for the previous text
      asked += 1;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else move(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
      } else if (event.key === "Enter" && !list.hidden && (at >= 0 || !row)) {
        event.preventDefault(); // a key that is half typed is not sent
        if (at >= 0) take(list.children[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab" && !list.hidden && at >= 0) {
        take(list.children[at]);
      }
    });
    input.addEventListener("blur", () => {
      asked += 1; // ignore a pending response
      clearTimeout(timer);
      close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the field
    list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) take(line);
    });
  }

  const ready = (root) => root.querySelectorAll("[data-find]").forEach(combobox);
  ready(form);
  form.addEventListener("formset:added", (event) => ready(event.target));
  form.addEventListener("change", (event) => {
    const row = event.target.closest(".quick-hand");
    if (!row) return;
    if (/-(unnamed|pick)$/.test(event.target.name)) reveal(row);
  });
  form.addEventListener("keydown", (event) => {
    // On a button, it is that button: the preview has one that saves.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.type !== "submit") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=look]"));
    }
  });
})();
