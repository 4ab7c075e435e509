// A procedure's dossier cases: choose yours, see its papers only. Without this file every case is listed in full.
//
// <div data-cases>
//   <fieldset data-cases-choice hidden> … <input type="radio" name="…" value="ID of a section"> … </fieldset>
//   <section id="…" data-case> … </section>
// </div>
for (const group of document.querySelectorAll("[data-cases]")) {
  const choice = group.querySelector("[data-cases-choice]");
  const sections = [...group.querySelectorAll("[data-case]")];
  const show = () => {
    const chosen = choice.querySelector("input:checked")?.value;
    for (const section of sections) section.hidden = section.id !== chosen;
  };
  if (choice && sections.length > 1) {
    choice.hidden = false;
    if (!choice.querySelector("input:checked")) choice.querySelector("input").checked = true;
    choice.addEventListener("change", show);
    // A link to one case from elsewhere opens that case.
    const linked = choice.querySelector(`input[value="${CSS.escape(location.hash.slice(1))}"]`);
    if (linked) linked.checked = true;
    show();
  }
}
