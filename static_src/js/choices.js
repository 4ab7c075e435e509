// Which result was chosen for which words is counted, without anybody's name; who says no is not counted.
const NO = "khong-dem-luot=1";
const box = document.querySelector("[data-count-choices]");
const results = document.querySelector("[data-query]");

function count(event) {
  const link = event.target.closest("a[data-code]");
  if (!link || box.checked) return;
  const body = new URLSearchParams({ q: results.dataset.query, code: link.dataset.code });
  fetch(box.dataset.countChoices, { method: "POST", body, keepalive: true }).catch(() => {});
}

if (box && results) {
  box.disabled = Boolean(navigator.globalPrivacyControl) || navigator.doNotTrack === "1";
  box.checked = box.disabled || document.cookie.includes(NO);
  box.addEventListener("change", () => {
    document.cookie = `${NO}; path=/; samesite=lax; max-age=${box.checked ? 31536000 : 0}`;
  });
  box.closest("[hidden]").hidden = false;
  document.addEventListener("click", count);
  document.addEventListener("auxclick", count);
}
