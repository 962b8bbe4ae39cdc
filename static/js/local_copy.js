/**
 * Keeps in this browser what somebody signed in has typed and not yet saved, and offers it back on the next visit: after a lost
 * connection, an ended session, a closed laptop. For each person, form and thing; never a secret; gone once it was saved or
 * sent, at sign-out, and after two weeks.
 */
import { differs, labelOf, put, typed, words } from "./fields.js";

const PREFIX = "copy:";
const SENT = "copy-sent"; // in this tab alone: the form that was sent last
const DAYS = 14;
const MOST = 20; // forms
const LONGEST = 60_000; // characters of one form
const PAUSE = 400;
const AROUND = 40; // characters shown beside what differs
const SHOWN = 600;
const SECRET = "[type=password], [autocomplete=one-time-code], [autocomplete*=password]";
const REFUSED = "main :is([data-error-summary], section[data-conflict], [data-refusal])";
const ELSEWHERE = "main :is([data-went-wrong], form[data-action=sign-in])";

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null") ?? { at: 0, values: {} };
const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => [key, read(key).at]).sort((a, b) => a[1] - b[1]);
function write(key, copy) {
  const text = JSON.stringify(copy);
  if (!Object.keys(copy.values).length || text.length > LONGEST) { localStorage.removeItem(key); return false; }
  localStorage.setItem(key, text);
  all().slice(0, -MOST).forEach(([old]) => localStorage.removeItem(old));
  return true;
}
const forget = (key, but = new Set()) => {
  const copy = read(key);
  write(key, { at: copy.at, values: Object.fromEntries(Object.entries(copy.values).filter(([name]) => but.has(name))) });
};

/** Tells whether this page is the answer to the form that was sent from `path`, and not a refusal. */
function wentThrough(path) {
  const [visit] = performance.getEntriesByType("navigation");
  const from = document.referrer && new URL(document.referrer).pathname === path;
  const answered = visit?.type === "navigate" || (visit?.type === "reload" && location.pathname !== path);
  return Boolean(from && answered) && !document.querySelector(REFUSED) && !document.querySelector(ELSEWHERE);
}
function settle() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  sessionStorage.removeItem(SENT);
  if (sent && wentThrough(sent.path)) localStorage.removeItem(sent.key);
}

/** Cuts two texts to the part in which they differ, with a little of what stands around it. */
function around(text, other) {
  let from = 0, same = 0;
  while (from < text.length && text[from] === other[from]) from += 1;
  while (same < Math.min(text.length, other.length) - from && text.at(-1 - same) === other.at(-1 - same)) same += 1;
  const start = Math.max(0, from - AROUND), end = Math.min(text.length, text.length - same + AROUND, start + SHOWN);
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

class Kept {
  constructor(form, key, template) {
    const piece = template.content.cloneNode(true);
    Object.assign(this, { form, key, panel: piece.querySelector("[data-copy]"), line: piece.querySelector("[data-copy-status]") });
    this.saved = typed(form, true);
    this.offered = new Set();
    (form.querySelector(".actions") ?? form.lastElementChild).before(this.line);
    if (document.querySelector(REFUSED)) this.saved.clear(); // what came back was not saved
    else this.offer();
    const later = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), PAUSE); };
    for (const event of ["input", "change"]) form.addEventListener(event, later);
    form.addEventListener("autosave:saved", ({ detail }) => detail.complete && this.done());
    for (const event of ["pagehide", "visibilitychange"]) addEventListener(event, () => this.timer && this.keep(), true);
    document.addEventListener("submit", (event) => event.target === form && this.send(event), true);
  }
  say(what) { this.line.textContent = this.line.dataset[what] ?? ""; this.line.classList.toggle("failed", what === "offline"); }
  keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = typed(this.form), copy = read(this.key);
    for (const name of new Set([...this.saved.keys(), ...now.keys()])) {
      if (now.has(name) && differs(now.get(name), this.saved.get(name))) copy.values[name] = now.get(name);
      else if (!this.offered.has(name)) delete copy.values[name];
    }
    try {
      this.form.toggleAttribute("data-kept-here", write(this.key, { at: Date.now(), values: copy.values }));
    } catch {
      this.form.removeAttribute("data-kept-here"); // the browser's store is full, or closed
    }
  }
  done() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saved = typed(this.form);
    this.form.removeAttribute("data-kept-here");
    forget(this.key, this.offered);
  }
  send(event) {
    this.keep();
    if (navigator.onLine) return sessionStorage.setItem(SENT, JSON.stringify({ key: this.key, path: location.pathname }));
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.form.hasAttribute("data-kept-here") ? "offline" : "unsent");
  }
  offer() {
    const copy = read(this.key), now = typed(this.form);
    for (const name of Object.keys(copy.values)) {
      if (this.saved.has(name) && !differs(copy.values[name], this.saved.get(name))) delete copy.values[name];
    }
    write(this.key, copy);
    const names = Object.keys(copy.values).filter((name) => differs(copy.values[name], now.get(name) ?? [""]) && !name.endsWith("-key"));
    if (!names.length) return;
    names.forEach((name) => this.offered.add(name));
    this.show(copy, names, now);
    this.form.before(this.panel);
    this.panel.querySelector("[data-copy-back]").addEventListener("click", () => this.bringBack(copy));
    this.panel.querySelector("[data-copy-away]").addEventListener("click", () => this.throwAway());
    setTimeout(() => this.say("offered"), PAUSE);
  }
  show(copy, names, now) {
    const title = this.panel.querySelector("h2"), list = this.panel.querySelector("dl"), at = new Date(copy.at);
    const tongue = document.documentElement.lang, today = at.toDateString() === new Date().toDateString();
    title.textContent = title.dataset[today ? "today" : "before"]
      .replace("{time}", at.toLocaleTimeString(tongue, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }))
      .replace("{day}", at.toLocaleDateString(tongue, { day: "numeric", month: "long" }));
    for (const name of names) {
      const mine = words(this.form, name, copy.values[name]), theirs = words(this.form, name, now.get(name) ?? []);
      const row = (tag, text) => list.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
      row("dt", labelOf(this.form, name));
      row("dd", around(mine, theirs) || list.dataset.nothing).lang = this.form.elements.namedItem(name)?.lang || tongue;
      if (theirs) row("dd", list.dataset.now.replace("{text}", around(theirs, mine))).className = "soft small";
    }
  }
  bringBack(copy) {
    const found = Object.entries(copy.values).map(([name, values]) => put(this.form, name, values)).filter(Boolean);
    this.close("back");
    found[0]?.focus();
  }
  throwAway() {
    const names = this.offered;
    this.offered = new Set();
    forget(this.key, new Set(Object.keys(read(this.key).values).filter((name) => !names.has(name))));
    this.close("away");
    this.form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
  close(said) { this.offered.clear(); this.panel.remove(); this.say(said); }
}

export function enhance(template) {
  try {
    const own = `${PREFIX}${template.dataset.localCopy}:`, old = Date.now() - DAYS * 86_400_000;
    all().filter(([, at]) => at < old).forEach(([key]) => localStorage.removeItem(key));
    settle();
    document.querySelectorAll("form[data-action=sign-out]").forEach((form) => form.addEventListener("submit", () => {
      all().filter(([key]) => key.startsWith(own)).forEach(([key]) => localStorage.removeItem(key));
    }));
    const place = location.pathname.replace(/^\/[a-z]{2}(?=\/)/, "");
    for (const form of document.querySelectorAll("main form[data-action][method=post]")) {
      if (form.querySelector(SECRET) || !form.querySelector("textarea, input:not([type=hidden]), select")) continue;
      new Kept(form, `${own}${place}:${form.dataset.action}`, template);
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a browser that keeps nothing
  }
}
