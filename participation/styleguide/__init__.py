"""Every part a page is made of, in every state, on one page; it reads templates and style sheets, and no database."""
