/** Adds and takes away rows of a form; their numbers may have gaps, never doubles. */
export function enhance(box) {
  const template = box.querySelector("template[data-repeat-template]");
  const add = box.querySelector("[data-repeat-add]");
  const status = box.querySelector("[data-repeat-status]");
  const rows = () => [...box.querySelectorAll("[data-repeat-item]")];
  let next = rows().length;

  const changed = () => box.dispatchEvent(new Event("change", { bubbles: true }));
  const arm = (row) => {
    const remove = row.querySelector("[data-repeat-remove]");
    if (!remove) return;
    remove.hidden = false;
    remove.addEventListener("click", () => {
      const at = rows().indexOf(row);
      row.remove();
      status.textContent = box.dataset.removed;
      (rows()[Math.max(0, at - 1)]?.querySelector("input, select, textarea") ?? add).focus();
      changed();
    });
  };
  rows().forEach(arm);
  if (!template) return;
  add.hidden = false;
  add.addEventListener("click", () => {
    const piece = document.createElement("template");
    piece.innerHTML = template.innerHTML.replaceAll("__N__", String(next));
    next += 1;
    const row = piece.content.querySelector("[data-repeat-item]");
    template.before(row);
    arm(row);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
    changed();
  });
}
