// The search box: an ARIA 1.2 combobox with a list box. Suggestions for what is typed; while nothing is, the searches
// that this browser kept, and it alone: they are never sent; else what many search for. Without this file the form
// just searches.
const WAIT = 180;
const LEAST = 2;
const KEY = "da-tim";
const MOST = 6;

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const results = document.querySelector("[data-query]");
const section = document.querySelector("[data-recent]");

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)).filter((text) => typeof text === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

function keep(texts) {
  try {
    if (texts.length) localStorage.setItem(KEY, JSON.stringify(texts.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // The browser keeps nothing: then there is nothing to show.
  }
  showSection();
}

const addressOf = (search, text) => `${search}?${new URLSearchParams({ q: text })}`;

// Where nothing has been asked yet, the kept searches also stand on the page.
function showSection() {
  if (!section) return;
  section.querySelector("[data-recent-list]").replaceChildren(...kept().map((text) => {
    const item = document.createElement("li");
    item.append(make("a", { textContent: text, href: addressOf(section.dataset.search, text) }));
    return item;
  }));
  section.hidden = !kept().length;
}

function setUp(form) {
  const input = form.querySelector('input[name="q"]');
  const status = form.querySelector("[role=status]");
  const label = form.querySelector("label").textContent;
  const box = make("div", { className: "suggest", hidden: true });
  const heading = make("div", { className: "suggest__heading" });
  const list = make("ul", { id: `${input.id}-list` });
  const forget = make("button", { type: "button", className: "button button--plain", textContent: form.dataset.forget });
  list.setAttribute("role", "listbox");
  box.append(heading, list, forget);
  input.after(box);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  let timer = 0;
  let request = null;
  let active = -1;
  const isEmpty = () => !input.value.trim();

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    box.hidden = true;
    status.textContent = "";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    const options = [...list.children];
    active = (index + options.length + 1) % (options.length + 1);
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    const option = options[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      active = -1;
      input.removeAttribute("aria-activedescendant");
    }
  };

  const show = (items, title, words) => {
    list.replaceChildren(...items.map((item, i) => {
      const option = make("li", { id: `${list.id}-${i}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = item.url;
      option.append(item.title);
      if (item.code) option.append(make("small", { textContent: item.code }));
      return option;
    }));
    active = -1;
    heading.textContent = title;
    heading.hidden = !title;
    forget.hidden = title !== form.dataset.kept;
    list.setAttribute("aria-label", title || label);
    box.hidden = !items.length;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = words.replace("%n", items.length);
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(input.value.trim())}`, { signal });
      if (answer.ok) {
        const { items } = await answer.json();
        if (signal.aborted || document.activeElement !== input) return;
        if (!isEmpty()) show(items, "", form.dataset[items.length ? "found" : "none"]);
        else if (items.length) show(items, form.dataset.popular, form.dataset.found);
      }
    } catch {
      // Aborted or offline: the form itself still works.
    }
  };

  const offerKept = () => {
    const items = kept().map((text) => ({ title: text, url: addressOf(form.action, text) }));
    if (items.length) show(items, form.dataset.kept, form.dataset.keptFound);
    else close();
  };

  // Who asks for it, with an arrow or the pointer, is offered what others search for where nothing was kept.
  const offer = () => {
    offerKept();
    if (box.hidden) ask();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (isEmpty()) offerKept();
    else if (input.value.trim().length < LEAST) close();
    else timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isDown = event.key === "ArrowDown";
    if (box.hidden && isDown && isEmpty()) offer();
    if (box.hidden) return;
    if (isDown || event.key === "ArrowUp") {
      event.preventDefault();
      if (isDown) mark(active + 1);
      else mark(active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    } else if (event.key === "Delete" && active >= 0 && !forget.hidden) {
      event.preventDefault();
      const place = active;
      keep(kept().filter((_text, i) => i !== place));
      offerKept();
      if (!box.hidden) mark(Math.min(place, list.children.length - 1));
    }
  });
  for (const [event, open] of [["focus", offerKept], ["click", offer]]) {
    input.addEventListener(event, () => {
      if (box.hidden && isEmpty()) open();
    });
  }
  for (const [element, event] of [[input, "blur"], [box, "focusout"]]) {
    element.addEventListener(event, ({ relatedTarget }) => {
      if (relatedTarget !== input && !box.contains(relatedTarget)) close();
    });
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.focus();
    close();
  });
  forget.addEventListener("click", () => {
    keep([]);
    input.focus();
    close();
  });
  // Keeps the focus in the box, so that blur does not close the list before the click arrives.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

// Long numbers are somebody's papers or telephone: they are not kept.
if (results && !/\d{5}/.test(results.dataset.query.replace(/[\s.-]/g, ""))) {
  const text = results.dataset.query;
  keep([text, ...kept().filter((other) => other !== text)]);
}
showSection();
section?.querySelector("[data-recent-clear]").addEventListener("click", () => {
  keep([]);
  document.querySelector('input[name="q"]').focus();
});
document.querySelectorAll("form[data-suggest]").forEach(setUp);
