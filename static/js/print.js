/** Shows a button that prints the page. */
export function enhance(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
