"""The request as it is read: without what no database keeps and no person types."""

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

NUL = "\x00"


class Asked(Request):
    """A request whose fields hold no NUL: PostgreSQL refuses it in a text, and a browser never sends one."""

    def _load_form_data(self) -> None:
        """Read the fields of a form; whoever asks first, for files or fields, comes by here."""
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = _without(self.__dict__["form"])

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        """Return the fields of the address."""
        return _without(super().args)


def _without(fields: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    if not any(NUL in value for _name, value in fields.items(multi=True)):
        return ImmutableMultiDict(fields)
    return ImmutableMultiDict([(name, value.replace(NUL, "")) for name, value in fields.items(multi=True)])
