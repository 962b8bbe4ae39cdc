/** Shows a field's text as readers will see it; the server turns it into safe HTML, the same as for the page. */
export function enhance(box) {
  const field = document.getElementById(box.dataset.previewFor);
  const form = field?.form;
  if (!form) return;
  const button = box.querySelector("button");
  const out = box.querySelector(".preview-out");
  box.hidden = false;
  button.addEventListener("click", async () => {
    const body = new URLSearchParams({ csrf_token: form.elements.namedItem("csrf_token")?.value ?? "", text: field.value });
    button.disabled = true;
    out.hidden = false;
    out.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(box.dataset.previewUrl, { method: "POST", body, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      out.innerHTML = await answer.text();
    } catch {
      out.textContent = box.dataset.failed;
    }
    out.removeAttribute("aria-busy");
    button.disabled = false;
    button.focus();
  });
}
