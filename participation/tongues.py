"""The languages there are: those of the interface, and those an initiative or an organisation may have as its own."""

# In the order in which they are offered; a language is one row here and its catalogue.
LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
AUTHENTIC = ("nl", "fr", "de")  # what is handed in is written in one of these; English is a courtesy
