"""What a WSGI server and the command line load."""

import sys

from participation.app import create_app
from participation.settings import Settings, SettingsError

try:
    settings = Settings.from_env()
except SettingsError as error:
    sys.exit(f"Not started: {error}")

app = create_app(settings)
