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
  for (const e of document.querySelectorAll("[role=menu], [role=menubar], [role=menuitem]")) faults.push(`a menu of programs, not of pages: ${name(e)}`);
  for (const e of document.querySelectorAll("button, summary, a[href]")) if (shown(e) && !e.closest("svg") && !e.textContent.trim()) faults.push(`no words: ${name(e)}`);
  for (const e of document.querySelectorAll("main form[method=post] input:is([type=password], [type=email], [type=tel], [name=applicant])")) if (!e.autocomplete) faults.push(`no autocomplete: ${name(e)}`);
  // A link says where it leads; what opens in a window of its own says so.
  const nothing = /^(here|click here|more|read more|link|hier|klik hier|meer|lees meer|ici|cliquez ici|plus|lire plus|mehr|weiter|mehr lesen|hier klicken)[.… ]*$/i;
  for (const e of document.querySelectorAll("a[href]")) if (nothing.test(e.textContent.trim())) faults.push(`a link that says nothing: ${name(e)}`);
  for (const e of document.querySelectorAll("a[target], form[target], area[target]")) faults.push(`another window: ${name(e)}`);
  // A drawing of figures says what it shows and how it is read, and the same stands in words one press away.
  for (const e of document.querySelectorAll("main svg:is(.bars, .network, .belgium)")) {
    if (e.closest(".sample")) continue;
    for (const part of ["title", "desc"]) if (!e.querySelector(`:scope > ${part}`)?.textContent.trim()) faults.push(`a drawing without its ${part}: ${name(e)}`);
    if (!document.querySelector("main details :is(table, ul)")) faults.push(`a drawing without its table: ${name(e)}`);
  }
  // Nothing lies over the foot of the page.
  const main = document.querySelector("main");
  if (main.scrollHeight > main.clientHeight + 1) faults.push(`spills over the foot by ${main.scrollHeight - main.clientHeight} px`);
  // An error is read out at its own field.
  for (const e of document.querySelectorAll("main .field > .error, main fieldset > .error")) {
    const own = e.parentElement.querySelector(`[aria-describedby~="${CSS.escape(e.id)}"]`) ?? e.closest(`[aria-describedby~="${CSS.escape(e.id)}"]`);
    if (!e.id || !own) faults.push(`an error no field names: ${name(e)}`);
  }
  return [...new Set(faults)];
}
