// Buttons that print the page; hidden in the HTML because they do nothing without this file.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
