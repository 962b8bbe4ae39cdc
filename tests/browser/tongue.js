/* What a page says, and where its words have no room: run in the page, with whether to read it or to measure it. */
(reads) => {
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getClientRects().length > 0;
  const foreign = (e) => e.closest("[lang]")?.lang !== document.documentElement.lang;
  const walker = (root) => document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  if (reads) {
    const said = [document.title];
    const texts = walker(document.body);
    while (texts.nextNode()) {
      const e = texts.currentNode.parentElement;
      if (!e.closest("script, noscript, style, time, textarea, code, .emblem, svg text") && !foreign(e)) said.push(texts.currentNode.data);
    }
    /* Words of a drawing may stand on two lines, parted at a joint or at a hyphen of their own. */
    for (const e of document.querySelectorAll("svg text")) {
      const lines = [...e.childNodes].map((one) => one.textContent.trim()).filter(Boolean);
      if (!foreign(e)) said.push(lines.join(" ").replace(/(?<=\p{L})- (?=\p{Ll})/gu, "").replace(/(?<=\p{L}-) (?=\p{Lu})/gu, ""));
    }
    for (const name of ["aria-label", "title", "alt", "placeholder", "data-words", "aria-description"]) {
      for (const e of document.querySelectorAll(`[${name}]`)) if (!foreign(e)) said.push(e.getAttribute(name));
    }
    return [...new Set(said.map((words) => words.trim()).filter(Boolean))];
  }
  const faults = [];
  /* The smallest box around the words that are seen. */
  const spread = (e) => {
    const texts = walker(e);
    const found = [];
    while (texts.nextNode()) {
      if (!texts.currentNode.data.trim() || texts.currentNode.parentElement.closest(".hidden")) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      found.push(...[...range.getClientRects()].filter((one) => one.width > 1));
    }
    if (!found.length) return null;
    const most = (side) => Math.max(...found.map((one) => one[side]));
    const least = (side) => Math.min(...found.map((one) => one[side]));
    return { left: least("left"), top: least("top"), right: most("right"), bottom: most("bottom") };
  };
  const short = (e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}"> "${e.textContent.trim().slice(0, 50)}"`;
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} at ${innerWidth}`);
  /* Heads of a table that stands as cards on a phone are there for who hears the page. */
  const tucked = (e) => e !== null && (getComputedStyle(e).clipPath !== "none" || tucked(e.parentElement));
  const boxes = [];
  for (const e of document.querySelectorAll("button, .button, .chip, th, summary, label, nav a, legend, h1, h2, svg text")) {
    if (!shown(e) || tucked(e)) continue;
    const words = spread(e);
    const svg = e.closest("svg");
    const room = (svg ?? e).getBoundingClientRect();
    if (!words) continue;
    if (words.right > room.right + 2 || words.left < room.left - 2 || (!svg && words.bottom > room.bottom + 4)) faults.push(`no room: ${short(e)}`);
    if (!svg && e.scrollWidth > e.clientWidth + 2 && e.clientWidth && getComputedStyle(e).overflowX !== "visible") faults.push(`cut off: ${short(e)}`);
    if (!svg && !e.closest("details:not([open]) > :not(summary)") && getComputedStyle(e).position !== "fixed") boxes.push([e, words]);
  }
  boxes.sort((a, b) => a[1].top - b[1].top);
  for (let i = 0; i < boxes.length; i++) {
    const [one, a] = boxes[i];
    for (let j = i + 1; j < boxes.length && boxes[j][1].top < a.bottom - 3; j++) {
      const [other, b] = boxes[j];
      if (one.contains(other) || other.contains(one) || one.closest(".sticky, header") || other.closest(".sticky, header")) continue;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3) faults.push(`overlap: ${short(one)} and ${short(other)}`);
    }
  }
  return [...new Set(faults)];
}
