"""What the pages of this package hang on."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/<lang>")
