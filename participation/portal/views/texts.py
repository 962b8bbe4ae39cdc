"""Pages to read: the campaign, the rules, whom to turn to, and what moderators took down."""

from flask import current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives.labels import CHECKLIST
from participation.initiatives.vocabulary import LONGEST
from participation.organisations.policy import VISITOR
from participation.portal import cards, drawn, listing, statements
from participation.portal.views.blueprint import bp, page_asked
from participation.reasons.queries import offered


def reading(name: str) -> ResponseReturnValue:
    """Show a page to read: the campaign, the rules, whom to turn to."""
    examples = cards.cards(VISITOR, listing.Wanted(), most=2)[:2] if name == "good-initiative" else []
    return render_template(
        f"portal/{name.replace('-', '_')}.html",
        threshold=current_app.config["THRESHOLD"],
        settings=current_app.config["SETTINGS"],
        checklist=list(CHECKLIST.values()),
        reasons=[(r.titles[g.language], r.wordings[g.language]) for r in offered(db.session())],
        appeal_days=policy.APPEAL_DAYS,
        examples=examples,
        limits=LONGEST,
    )


for _name in ("about", "accessibility", "privacy", "how-we-moderate", "contact", "good-initiative"):
    bp.add_url_rule(f"/<lang>/{_name}", _name.replace("-", "_"), reading, defaults={"name": _name})


@bp.get("/<lang>/decisions")
def decisions() -> ResponseReturnValue:
    """List what moderators took from the public, with the reasons."""
    return drawn.once(drawn.of_everything, _decisions)


def _decisions() -> str:
    here, shown = url_for("portal.decisions"), page_asked()
    rows, more = statements.shown(db.session(), shown)
    previous = f"{here}?page={shown - 1}" if shown > 1 else ""
    following = f"{here}?page={shown + 1}" if more else ""
    return render_template(
        "portal/decisions.html", rows=rows, page=shown, previous_href=previous, next_href=following
    )  # fmt: skip
