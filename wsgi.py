"""What a WSGI server and the command line load."""

import gc
import sys

gc.disable()  # what is loaded stays: to look for garbage among it takes a quarter of the start

from participation.app import create_app  # noqa: E402  # after the line above
from participation.settings import Settings, SettingsError  # noqa: E402  # the same

try:
    settings = Settings.from_env()
except SettingsError as error:
    sys.exit(f"Not started: {error}")

app = create_app(settings)
gc.freeze()  # nor is it looked through while requests are answered
gc.enable()
