/** A combobox after the WAI-ARIA pattern: proposals below a plain field, which keeps working without them. */
const PAUSE = 200;
const LEAST = 2;

export function enhance(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-options`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const box = document.createElement("div");
  box.className = "combo";
  input.replaceWith(box);
  box.append(input, list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  let timer, asked = 0, current = -1;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const all = options();
    current = (index + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)));
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    input.value = option.dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (rows) => {
    list.replaceChildren(...rows.map((row, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = row.value ?? row;
      option.textContent = row.label ?? row.value ?? row;
      return option;
    }));
    current = -1;
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    list.scrollIntoView({ block: "nearest" });
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const mine = ++asked;
    const url = new URL(input.dataset.optionsUrl, location.href);
    url.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const rows = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === input) show(rows);
    } catch {
      close();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked += 1;
    if (input.value.trim().length < LEAST) close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(current + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(current < 0 ? -1 : current - 1); }
    if (event.key === "Enter" && current >= 0) { event.preventDefault(); choose(options()[current]); }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // keeps the focus in the field
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
