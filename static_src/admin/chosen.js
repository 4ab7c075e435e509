/* Rows chosen out of a long list: type, pick one with the arrow keys and Enter, and it stands above as a ticked box. */

const WAIT = 200; // milliseconds after the last key

function chooser(root) {
  const search = root.querySelector("[data-chosen-search]");
  const list = root.querySelector("[data-chosen-list]");
  const rows = root.querySelector("[data-chosen-rows]");
  const status = root.querySelector("[data-chosen-status]");
  let timer = 0;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  }

  function point(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", option.id);
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(active());
    point(all[(at + step + all.length) % all.length]);
  }

  function add(id, label) {
    const known = [...rows.querySelectorAll("input")].find((box) => box.value === id);
    if (known) {
      known.checked = true;
    } else {
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: root.dataset.name, value: id, checked: true });
      const words = document.createElement("span");
      words.textContent = label;
      const line = document.createElement("label");
      line.append(box, " ", words);
      const item = document.createElement("li");
      item.append(line);
      rows.append(item);
    }
    status.textContent = `${root.dataset.added}: ${label}`;
    search.value = "";
    close();
    rows.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(found) {
    list.replaceChildren(
      ...found.map((row, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.id = String(row.id);
        option.textContent = row.label;
        return option;
      }),
    );
    status.textContent = found.length ? "" : root.dataset.none;
    list.hidden = !found.length;
    search.setAttribute("aria-expanded", String(Boolean(found.length)));
  }

  async function find() {
    const query = search.value.trim();
    const turn = ++asked;
    if (!query) return close();
    const answer = await fetch(`${root.dataset.url}?q=${encodeURIComponent(query)}`, { credentials: "same-origin" });
    if (turn === asked && answer.ok) show((await answer.json()).rows);
  }

  search.addEventListener("input", (event) => {
    // What is typed here is no change of the page.
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(find, WAIT);
  });
  search.addEventListener("change", (event) => event.stopPropagation());
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      // Never sends the whole form.
      event.preventDefault();
      const option = active();
      if (option) add(option.dataset.id, option.textContent);
    } else if (event.key === "Escape") {
      close();
    }
  });
  // Before the field loses the focus, so that the list is still there to be clicked.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    add(option.dataset.id, option.textContent);
  });
  search.addEventListener("blur", close);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-chosen]").forEach(chooser));
