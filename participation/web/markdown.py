"""Markdown as people write it here, without raw HTML; cleaned once more on the way out."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr", "code", "pre"}
# Texts stand below a page's own headings, so theirs begin two steps lower.
LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}

SCHEMES = {"https", "http", "mailto"}

_cleaner = nh3.Cleaner(tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow noopener")
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 12}).disable(["image"])


@lru_cache(maxsize=2000)
def rendered(text: str) -> Markup:
    """Return safe HTML; kept by the text itself, so that it is never stale."""
    tokens = _parser.parse(text)
    for token in tokens:
        token.tag = LOWER.get(token.tag, token.tag)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(_cleaner.clean(html))  # noqa: S704  # cleaned just here
