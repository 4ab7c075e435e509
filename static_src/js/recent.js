// Searches of this browser: it alone keeps them, and shows them where nothing has been asked yet.
const KEY = "da-tim";
const MOST = 6;
const results = document.querySelector("[data-query]");
const section = document.querySelector("[data-recent]");

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)).filter((text) => typeof text === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

// Long numbers are somebody's papers or telephone: they are not kept.
if (results && !/\d{5}/.test(results.dataset.query.replace(/[\s.-]/g, ""))) {
  const text = results.dataset.query;
  try {
    localStorage.setItem(KEY, JSON.stringify([text, ...kept().filter((other) => other !== text)].slice(0, MOST)));
  } catch {
    // The browser keeps nothing: then there is nothing to show.
  }
}

if (section && kept().length) {
  section.querySelector("[data-recent-list]").replaceChildren(...kept().map((text) => {
    const link = Object.assign(document.createElement("a"), { textContent: text });
    link.href = `${section.dataset.search}?${new URLSearchParams({ q: text })}`;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  section.querySelector("[data-recent-clear]").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    section.hidden = true;
    document.querySelector('input[name="q"]').focus();
  });
  section.hidden = false;
}
