/**
 * Asks how far long work is and draws it. A screen reader hears of it seldom: at each quarter. When the work has ended
 * the page is loaded anew, which says what came of it.
 */
const EVERY = 1500, LONGEST = 15000;
const QUARTERS = 4;

export function enhance(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]"), said = box.querySelector("[data-said]");
  let quarter = 0, pause = EVERY;

  const draw = ({ done, whole, words: now }) => {
    words.textContent = now;
    if (!whole) return bar.removeAttribute("value");
    bar.max = whole;
    bar.value = done;
    const reached = Math.floor((QUARTERS * done) / whole);
    if (reached > quarter) {
      quarter = reached;
      said.textContent = now;
    }
  };
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (!found.open) return location.reload();
      draw(found);
      pause = EVERY;
    } catch {
      pause = Math.min(2 * pause, LONGEST);
    }
    setTimeout(look, pause);
  };
  setTimeout(look, EVERY);
}
