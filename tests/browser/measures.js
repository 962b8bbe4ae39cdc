/* What axe does not see: run in the page, returns a list of faults in words. */
() => {
  const faults = [];
  const name = (e) => `<${e.tagName.toLowerCase()} ${e.dataset.action ?? e.name ?? e.id}> "${e.textContent.trim().slice(0, 40)}"`;
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && e.getClientRects().length > 0;
  const tucked = (e) => e.closest(".hidden, .skip") !== null || getComputedStyle(e).clipPath !== "none";
  const least = 43.5;
  for (const e of document.querySelectorAll("button, summary, nav a, a[data-action], select, textarea, input:not([type=hidden])")) {
    if (!shown(e) || tucked(e)) continue;
    const row = e.matches("[type=checkbox], [type=radio]") ? e.parentElement : e;
    const box = row.getBoundingClientRect();
    if (box.height < least || box.width < least) faults.push(`small target ${Math.round(box.width)} x ${Math.round(box.height)}: ${name(e)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(e) || tucked(e) || e.closest("svg")) continue;
    if (parseFloat(getComputedStyle(e).fontSize) < 16) faults.push(`small text: ${name(e)}`);
  }
  for (const e of document.querySelectorAll("[role=menu], [role=menubar], [role=menuitem]")) faults.push(`a menu of programs, not of pages: ${name(e)}`);
  for (const e of document.querySelectorAll("button, summary, a[href]")) if (shown(e) && !e.closest("svg") && !e.textContent.trim()) faults.push(`no words: ${name(e)}`);
  for (const e of document.querySelectorAll("main form[method=post] input:is([type=password], [type=email], [type=tel], [name=applicant])")) if (!e.autocomplete) faults.push(`no autocomplete: ${name(e)}`);
  // A line of running text is read to its end without losing the way back: at most 80 characters.
  const most = 80, range = document.createRange();
  for (const e of document.querySelectorAll("main p, main li, main dd")) {
    if (e.textContent.trim().length <= most || !shown(e) || tucked(e) || e.querySelector("p, ul, ol, div, dl, button, input, svg")) continue;
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    let top, length = 0, longest = 0;
    while (walker.nextNode()) {
      for (let at = 0; at < walker.currentNode.length; at += 1) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (top === undefined || box.top > top + 6) { top = box.top; length = 0; }
        longest = Math.max(longest, length += 1);
      }
    }
    if (longest > most + 1) faults.push(`long line, ${longest} characters: ${name(e)}`); // the space it breaks at counts as well
  }
  return [...new Set(faults)];
}
