/** Puts the focus on what is to be put right, and from there into the field itself. */
export function enhance(summary) {
  summary.querySelector("h2").focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.parentElement.querySelector("label, legend") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
