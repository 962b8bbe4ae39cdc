/* What tires a reader: run in the page, returns a list of faults in words. */
() => {
  const faults = [];
  const name = (e) => `<${e.tagName.toLowerCase()} ${e.className?.baseVal ?? e.className}> "${e.textContent.trim().slice(0, 40)}"`;
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && e.getClientRects().length > 0;
  const tucked = (e) => e.closest(".hidden, .skip") !== null || getComputedStyle(e).clipPath !== "none";
  // No text is smaller than 16 px, in a drawing neither: there its size goes with that of the drawing.
  const least = 16, rounding = 0.1;
  const scale = (e) => e.closest("text")?.getScreenCTM().a ?? 1;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || e.closest("title, desc, script, noscript") || !shown(e) || tucked(e)) continue;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale(e);
    if (size < least - rounding) faults.push(`small text, ${size.toFixed(1)} px: ${name(e)}`);
  }
  // A line of running text is read to its end without losing the way back: at most 80 characters. Where the window is
  // wide enough, a text of several lines has at least 45 on one, else the eye jumps all the time; a column beside is narrow.
  const most = 80, fewest = 45, wide = 992, range = document.createRange();
  const narrow = ".brief, .rest, .card, .how, .two, .signers, .foot, .samples, aside, table, dd, summary, .banner, .error-summary, .empty, .join, .directory, .choices, .poster, .lost, figcaption, .charts";
  for (const e of document.querySelectorAll("main :is(p, li, dd, blockquote, q, figcaption)")) {
    if (e.textContent.trim().length <= most || !shown(e) || tucked(e) || e.matches(".row") || e.querySelector("p, ul, ol, div, dl, button, input, svg")) continue; // a row of buttons is none
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    let top, length = 0, longest = 0, lines = 0;
    while (walker.nextNode()) {
      for (let at = 0; at < walker.currentNode.length; at += 1) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (top === undefined || box.top > top + 6) { top = box.top; length = 0; lines += 1; }
        longest = Math.max(longest, length += 1);
      }
    }
    if (longest > most + 1) faults.push(`long line, ${longest} characters: ${name(e)}`); // the space it breaks at counts as well
    if (innerWidth >= wide && lines > 2 && longest < fewest && !e.closest(narrow)) faults.push(`short lines, ${longest} characters: ${name(e)}`);
  }
  return [...new Set(faults)];
}
