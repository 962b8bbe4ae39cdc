/* WCAG 1.4.12: with lines, letters and words further apart nothing is cut off and nothing scrolls sideways. */
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }");
  document.adoptedStyleSheets = [sheet];
  const faults = [], wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`scrolls sideways with spaced text: ${wide} at ${innerWidth}`);
  for (const e of document.querySelectorAll("body *:not(textarea, input, select, option)")) {
    if (!["hidden", "clip"].includes(getComputedStyle(e).overflowY) || !e.checkVisibility() || e.closest(".hidden, svg, .skip")) continue;
    // Not a teaser, whose whole text stands on its own page, nor what is for screen readers alone.
    if (getComputedStyle(e).webkitLineClamp !== "none" || e.clientHeight <= 1) continue;
    if (e.scrollHeight > e.clientHeight + 2 && e.textContent.trim()) faults.push(`cut off with spaced text: <${e.tagName.toLowerCase()} class="${e.className}"> ${e.textContent.trim().slice(0, 40)}`);
  }
  document.adoptedStyleSheets = [];
  return faults;
}
