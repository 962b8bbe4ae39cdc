/** Unfolds the filters on a wide screen, for browsers whose style sheet cannot. */
export function enhance(filters) {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 62.01rem)");
  const follow = () => { if (wide.matches) filters.open = true; };
  wide.addEventListener("change", follow);
  follow();
}
