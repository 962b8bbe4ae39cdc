/**
 * Asks in good time before a session ends for want of any act, and prolongs it by one press. Every tab of the browser
 * knows when another one was used; a save while typing counts as well. What was typed stays where it is.
 */
const TICK = 1000;
const FEW = 120; // seconds from which on they are counted

export function enhance(dialog) {
  const idle = Number(dialog.dataset.idle), warn = Number(dialog.dataset.warn);
  const form = dialog.querySelector("form"), left = dialog.querySelector("[data-left]");
  const parts = (name) => dialog.querySelectorAll(`[data-when="${name}"]`);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : undefined;
  let end, said, over = false;

  const renew = () => {
    end = Date.now() + idle * TICK;
    said = undefined;
    if (dialog.open && !over) dialog.close();
  };
  const seen = () => { renew(); tabs?.postMessage("seen"); };
  const show = (name) => {
    parts("asked").forEach((part) => { part.hidden = name !== "asked"; });
    parts("over").forEach((part) => { part.hidden = name !== "over"; });
    dialog.setAttribute("aria-labelledby", dialog.querySelector(`h2[data-when="${name}"]`).id);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(`[data-when="${name}"] button`)?.focus();
  };
  const finish = () => {
    over = true;
    show("over");
  };
  // Said once a minute, and in the last two minutes every twenty seconds: a screen reader is not to speak all the time.
  const count = (seconds) => {
    const few = seconds <= FEW;
    const number = few ? Math.max(20, Math.ceil(seconds / 20) * 20) : Math.ceil(seconds / 60);
    const words = (few ? left.dataset.seconds : left.dataset.minutes).replace("{number}", number);
    if (words !== said) left.textContent = said = words;
  };
  const look = () => {
    if (over) return;
    const seconds = (end - Date.now()) / TICK;
    if (seconds <= 0) return finish();
    if (seconds > warn) return;
    count(seconds);
    if (!dialog.open) show("asked");
  };

  async function stay() {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.status === 204) return seen();
      if (answer.type === "opaqueredirect" || answer.status === 400) return finish();
      left.textContent = said = left.dataset.failed;
    } catch {
      left.textContent = said = left.dataset.failed;
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); stay(); });
  dialog.addEventListener("cancel", (event) => { if (!over) { event.preventDefault(); stay(); } });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  document.addEventListener("autosave:saved", seen, true);
  tabs?.addEventListener("message", renew);
  seen();
  setInterval(look, TICK);
  document.addEventListener("visibilitychange", look);
}
