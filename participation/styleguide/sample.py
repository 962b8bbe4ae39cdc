"""What a sample is, and the words that samples have in common."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

# Texts of people, each in its own language whatever that of the page; the last is as long and as awkward as one gets.
NL = "Koffie met de brandweer, na de brand in onze straat"
FR = "Un café avec les gardiens de la paix du quartier"
DE = "Freiwilligenfeuerwehrjugendgruppenversammlung und Nachbarschaftssicherheitsgespräch in Sankt Vith/Weywertz"
LONG = f"{DE} — {DE} 🚒👩🏽‍🚒"
PARAGRAPH = (
    "Wij zetten zes tafels in de buurtzaal. Aan elke tafel zitten vier buren en één brandweervrouw of brandweerman."
)


class Sample(NamedTuple):
    """One state of a macro: what it is called with, and the elements it has to stand in."""

    state: str
    values: Mapping[str, Any] = {}
    inside: tuple[str, ...] = ()
    call: Markup | None = None

    def drawn(self, macro: Any) -> Markup:  # noqa: ANN401  # Jinja's macros have no type of their own
        """Draw it."""
        given = {**self.values, "caller": lambda: self.call} if self.call is not None else self.values
        html = Markup(macro(**given))  # noqa: S704  # by Jinja, which has escaped what is in it
        for element in reversed(self.inside):
            name, _, classes = element.partition(".")
            html = Markup('<{0} class="{1}">{2}</{0}>').format(name, classes, html)
        return html


Samples = dict[str, list[Sample]]
