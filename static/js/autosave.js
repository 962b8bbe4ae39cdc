/**
 * Saves the form's text three seconds after the last change. One save at a time, each with the lock of the one before,
 * so that an older text never replaces a newer one; a conflict stops it for good.
 */
const PAUSE = 3000;
const AGAIN = 10000;

export function enhance(form) {
  const line = form.querySelector("[data-autosave-status]");
  const lock = form.elements.namedItem("lock");
  let timer, running, stopped = false, changes = 0, saved = 0;

  const say = (what, time = "") => {
    line.textContent = (line.dataset[what] ?? "").replace("{time}", time);
    line.classList.toggle("failed", !["saving", "saved"].includes(what));
  };
  const later = (pause) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  };
  async function send() {
    const upTo = changes;
    say("saving");
    // A copy in this browser is made while one types, by another script: the line says so where it is there.
    const unsaved = (why) => say(form.hasAttribute("data-kept-here") ? `${why}Kept` : why);
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST", body: new FormData(form), headers: { "X-Requested-With": "autosave" }, redirect: "manual",
      });
      if (answer.status === 409) { stopped = true; return say("conflict"); }
      if (answer.status === 422) { saved = upTo; return say("refused"); }
      if (answer.type === "opaqueredirect" || answer.status === 400) { stopped = true; return unsaved("out"); }
      if (!answer.ok) throw new Error(String(answer.status));
      const { lock: next, saved_at: time } = await answer.json();
      if (lock) lock.value = next;
      saved = upTo;
      say("saved", time);
      form.dispatchEvent(new CustomEvent("autosave:saved", { detail: { complete: saved === changes } }));
    } catch {
      unsaved("failed");
      later(AGAIN);
    }
  }
  async function save() {
    if (running || stopped || saved === changes) return;
    running = send();
    await running;
    running = undefined;
    if (saved !== changes) later(line.classList.contains("failed") ? AGAIN : PAUSE);
  }
  const changed = () => { changes += 1; later(PAUSE); };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A press of the button while a save is under way waits for it, or it would be refused for the lock it just changed.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!running) { stopped = true; return; }
    event.preventDefault();
    const { submitter } = event;
    stopped = true;
    await running;
    form.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted && stopped) location.reload(); });
}
