"""What the pages of this package hang on."""

from flask import Blueprint

bp = Blueprint("notifications", __name__, url_prefix="/<lang>")
