/** Leads back to a list as it was left, with its filters and its page, where this tab has come from there. */
const within = (address) => address.pathname.replace(/^\/[a-z]+(?=\/)/, "");

function visited() {
  const { navigation } = window;
  const before = navigation?.entries?.().slice(0, navigation.currentEntry?.index) ?? [];
  return [...before.reverse().map((entry) => entry.url), document.referrer].filter(Boolean).map((url) => new URL(url));
}

export function enhance(link) {
  const list = new URL(link.href);
  const found = visited().find((url) => url.origin === list.origin && within(url) === within(list));
  if (found) link.search = found.search;
}
