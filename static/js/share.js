/** Copies the address, or hands it to the device's own sheet; what happened is said in a live region. */
export function enhance(box) {
  const { title, copied, failed } = box.dataset;
  const field = box.querySelector("input");
  const copy = box.querySelector("[data-share-copy]");
  const sheet = box.querySelector("[data-share-sheet]");
  const line = box.querySelector("[data-share-status]");
  field.addEventListener("focus", () => field.select());
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    line.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      line.textContent = copied;
    } catch {
      line.textContent = failed;
      field.focus();
    }
  });
  sheet.hidden = !navigator.share;
  sheet.addEventListener("click", () => navigator.share({ title, url: field.value }).catch(() => {}));
}
