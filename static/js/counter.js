/** Says how many characters are left; aloud only once the writer pauses near the end. */
const NEAR = 0.9;
const PAUSE = 1200;

export function enhance(field) {
  const line = document.getElementById(`${field.id}-count`);
  if (!line) return;
  const limit = Number(field.dataset.limit);
  const aloud = line.cloneNode(false);
  aloud.removeAttribute("id");
  aloud.className = "hidden";
  aloud.setAttribute("role", "status");
  line.after(aloud);
  let timer;
  const show = () => {
    const left = limit - [...field.value].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{number}", String(Math.abs(left)));
    line.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { aloud.textContent = left < limit * (1 - NEAR) ? line.textContent : ""; }, PAUSE);
  };
  field.addEventListener("input", show);
  if (field.value) show();
}
