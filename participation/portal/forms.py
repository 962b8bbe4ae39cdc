"""What a browser may send to pages made of several packages: shape only."""

from wtforms import RadioField

from participation.languages import lazy as _l
from participation.web.forms import ActingForm, options

FORMATS = {"csv": _l("Tables for a spreadsheet (CSV, three files in one archive)"), "json": _l("One document (JSON)")}


class OpenDataForm(ActingForm):
    """In which form the file is wanted."""

    format = RadioField(_l("Form of the file"), choices=options(FORMATS.items()), default="csv", validate_choice=False)
