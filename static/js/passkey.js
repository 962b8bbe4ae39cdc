/** Asks the browser to make or to show a passkey, and sends its answer with the form. */
export function enhance(box) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  const { passkey: step, options, failed } = box.dataset;
  const button = box.querySelector("button");
  const line = box.querySelector("[role=status]");
  const form = box.closest("form");
  box.hidden = false;
  button.addEventListener("click", async () => {
    line.textContent = "";
    try {
      const asked = JSON.parse(options);
      const publicKey = step === "create"
        ? PublicKeyCredential.parseCreationOptionsFromJSON(asked)
        : PublicKeyCredential.parseRequestOptionsFromJSON(asked);
      const made = await navigator.credentials[step]({ publicKey });
      form.elements.namedItem("answer").value = JSON.stringify(made.toJSON());
      form.requestSubmit();
    } catch {
      line.textContent = failed;
    }
  });
}
