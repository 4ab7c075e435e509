// A second tap on a slow connection must not send twice. The server is idempotent anyway; this spares the waiting.
for (const form of document.querySelectorAll("form[data-submit-once]")) {
  let sent = false;
  const mark = (busy) => {
    sent = busy;
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    else mark(true);
  });
  // Coming back with the back button shows the page as it was left.
  window.addEventListener("pageshow", () => mark(false));
}
