"""The pages everyone reads: what is going on, what the rules are, and what machines ask for."""

from participation.portal.views import covers, feeds, machines, open_data, pages, paper, pictures, texts
from participation.portal.views.blueprint import bp

__all__ = ["bp", "covers", "feeds", "machines", "open_data", "pages", "paper", "pictures", "texts"]
