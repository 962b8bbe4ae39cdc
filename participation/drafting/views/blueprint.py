"""The one blueprint of this package."""

from flask import Blueprint

bp = Blueprint("drafting", __name__, url_prefix="/<lang>")
