"""The site as a process of its own whose texts are those of `tests.pseudo`."""

import os

from werkzeug.serving import make_server

from participation.app import create_app
from participation.settings import Settings
from tests import pseudo

if __name__ == "__main__":
    pseudo.switch_on()
    app = create_app(Settings.from_env())
    make_server("127.0.0.1", int(os.environ["PORT"]), app, threaded=True).serve_forever()
