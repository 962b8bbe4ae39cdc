"""The pages of a comment. A POST reads: compute, begin, load anew, check, act, commit, answer."""

from flask import Blueprint

from participation.comments import models

bp = Blueprint("comments", __name__, url_prefix="/<lang>")
__all__ = ["bp", "models"]
