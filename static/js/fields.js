/** Reads and fills the fields of a form: each name with the list of its values; nothing hidden but the keys of rows. */
const FIELDS = ":is(input:not([type=hidden], [type=file], [type=submit]), select, textarea, input[name$='-key'])[name]";
const MOST_ROWS = 20;
const box = (field) => ["checkbox", "radio"].includes(field.type);
const of = (form, name) => [...form.querySelectorAll(FIELDS)].filter((field) => field.name === name);

function chosen(field, initial) {
  if (!field.options) return [initial ? field.defaultValue : field.value];
  const picked = [...field.options].filter((option) => (initial ? option.defaultSelected : option.selected));
  return (picked.length || field.multiple ? picked : [...field.options].slice(0, 1)).map((option) => option.value);
}

/** Returns what stands in the form now, or `initial`ly, as the page brought it. */
export function typed(form, initial = false) {
  const found = new Map();
  for (const field of form.querySelectorAll(FIELDS)) {
    if (!found.has(field.name)) found.set(field.name, []);
    if (box(field)) { if (initial ? field.defaultChecked : field.checked) found.get(field.name).push(field.value); }
    else found.get(field.name).push(...chosen(field, initial));
  }
  return found;
}

const plain = (values) => JSON.stringify((values ?? []).map((value) => value.replaceAll("\r\n", "\n")));
export const differs = (one, other) => plain(one) !== plain(other);

/** Names a field as the page does: by its label, or by the legend of its choices. */
export function labelOf(form, name) {
  const [field] = of(form, name);
  if (!field) return name;
  const all = box(field) && of(form, name).length > 1 ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0];
  return all?.textContent.trim() ?? name;
}

/** Says values in the words of the page. */
export function words(form, name, values) {
  const fields = of(form, name);
  const said = (value) => {
    const option = fields.flatMap((field) => [...(field.options ?? [])]).find((one) => one.value === value);
    const ticked = fields.find((field) => box(field) && field.value === value);
    return (option ?? ticked?.labels?.[0])?.textContent.trim() ?? value;
  };
  return values.map(said).join(", ");
}

/** Puts values into the fields of a name, adding a row of the form where it is missing; returns the first field. */
export function put(form, name, values) {
  for (let row = 0; !of(form, name).length && /-\d+-/.test(name) && row < MOST_ROWS; row += 1) {
    const more = form.querySelector("[data-repeat-add]:not([hidden])");
    if (!more) break;
    more.click();
  }
  const fields = of(form, name);
  fields.forEach((field, at) => {
    if (box(field)) field.checked = values.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
    else field.value = values[at] ?? "";
    if (field.type !== "hidden") ["input", "change"].forEach((event) => field.dispatchEvent(new Event(event, { bubbles: true })));
  });
  return fields.find((field) => field.type !== "hidden");
}
