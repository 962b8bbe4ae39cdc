"""What a field is for, told to the browser: what it may fill in by itself, and which keys a telephone shows.

The values are those of the HTML standard. A form gives its fields one of these as `render_kw`, so that a field is the
same on every page.
"""

NAME = {"autocomplete": "name", "autocapitalize": "words"}
EMAIL = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
SIGNS_IN = EMAIL | {"autocomplete": "username"}  # the address that the password belongs to
OF_ANOTHER = EMAIL | {"autocomplete": "off"}  # somebody else's address: one's own is no help
PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "enterkeyhint": "done"}
CODE = DIGITS | {"inputmode": "text", "autocapitalize": "none", "spellcheck": "false"}  # on paper it has letters too
ORGANISATION = {"autocomplete": "organization"}
FUNCTION = {"autocomplete": "organization-title"}
WEBSITE = {"autocomplete": "url", "inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
ADDRESSES = WEBSITE | {"autocomplete": "off"}  # of pages about something, not of oneself
NUMBER = {"autocomplete": "off", "inputmode": "numeric"}
OUR_OWN = {"autocomplete": "off"}  # nothing a browser knows: a municipality, a name for a key
# What the key at the end of a line says, where it ends the form.
GO, SEND = {"enterkeyhint": "go"}, {"enterkeyhint": "send"}
