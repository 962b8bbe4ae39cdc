/** Loads what the page needs, and only that; without scripts every page works the same. */
const NEEDS = {
  "[data-error-summary]": "errors",
  "[data-limit]": "counter",
  "form[data-autosave-url]": "autosave",
  "form[data-guard]": "unsaved",
  "body > template[data-local-copy]": "local_copy",
  "[data-preview-url]": "preview",
  "input[data-options-url]": "typeahead",
  "[data-repeat]": "repeat",
  "[data-passkey]": "passkey",
  "dialog[data-stay]": "stay",
  "[data-progress-url]": "progress",
  "[data-share]": "share",
  "[data-print]": "print",
  "[data-back]": "back",
  "details[data-menu]": "menu",
  "details[data-filters]": "filters",
};

const AS_LOADED = new URL(import.meta.url).search; // the fingerprint of all scripts

for (const [selector, name] of Object.entries(NEEDS)) {
  const found = [...document.querySelectorAll(selector)];
  if (found.length) import(`./${name}.js${AS_LOADED}`).then(({ enhance }) => found.forEach(enhance));
}
