"""Reading one version of a text, and two side by side, word by word."""

from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.drafting import page
from participation.drafting.views.blueprint import bp
from participation.errors import NotFound
from participation.extensions import db
from participation.initiatives import content, policy, queries
from participation.initiatives.labels import ASK_TYPES
from participation.initiatives.lifecycle import VersionState
from participation.initiatives.models import CoSignature, Initiative, Version
from participation.initiatives.page import audiences_in_words, changes, dates_in_words
from participation.languages import text as _
from participation.organisations.policy import Actor
from participation.organisations.reference import PILLARS
from participation.organisations.session import current_actor
from participation.places.data import name_of
from participation.web import formats


@bp.get("/initiatives/<reference>/versions/<int:number>")
def version(reference: str, number: int) -> ResponseReturnValue:
    """Show one version as it was frozen, what it did, and who signed it."""
    actor = current_actor()
    found = policy.require_known(actor, queries.one(db.session(), reference))
    text = _seen(actor, found, number)
    fixed = content.fixed_of_version(text)
    return render_template(
        "drafting/version.html",
        reference=reference,
        language=found.language,
        number=number,
        is_shown=number == found.shown,
        said=fixed,
        facts=[
            (_("When"), dates_in_words(fixed)),
            (_("Where"), name_of(fixed.municipality, g.language)),
            (_("For whom"), audiences_in_words(fixed.audiences)),
        ],
        asks=[
            (words, str(ASK_TYPES[kind]), PILLARS[pillar].label(g.language), wanted)
            for _key, kind, pillar, wanted, words in fixed.asks
        ],
        notes=_notes(found, text),
        signers=[_signer(s) for s in found.co_signatures if s.version == number],
        rows=_rows(actor, found),
        before=_before(actor, found, number),
    )


@bp.get("/initiatives/<reference>/versions/<int:first>/<int:second>")
def compared(reference: str, first: int, second: int) -> ResponseReturnValue:
    """Show word by word what a later version changed."""
    actor = current_actor()
    found = policy.require_known(actor, queries.one(db.session(), reference))
    old, new = _seen(actor, found, first), _seen(actor, found, second)
    rows = changes(content.fixed_of_version(old), content.fixed_of_version(new), found.language)
    return render_template(
        "drafting/compared.html",
        reference=reference,
        language=found.language,
        title=new.title,
        first=first,
        second=second,
        notes=[(v.number, _notes(found, v)) for v in (old, new)],
        changed=[row for row in rows if row.is_real],
        unchanged=formats.listed((row.label for row in rows if not row.is_real), g.language),
        rows=_rows(actor, found),
    )


def _seen(actor: Actor, found: Initiative, number: int) -> Version:
    text = found.version(number)
    if text is None or not policy.may_see_version(actor, found, text):
        raise NotFound
    return text


def _notes(found: Initiative, text: Version) -> list[str]:
    said = page.version_facts(found, text.number)
    if text.state is VersionState.PENDING:
        said.append(_("waits for a moderator; readers see the earlier text"))
    if text.state is VersionState.REFUSED:
        said.append(_("was refused by a moderator; readers never saw it"))
    return said


def _rows(actor: Actor, found: Initiative) -> list[tuple[int, str]]:
    """List (number, address) of every version; an earlier one the reader may not open is named, not linked."""
    return [
        (
            v.number,
            url_for("drafting.version", reference=found.reference, number=v.number)
            if policy.may_see_version(actor, found, v)
            else "",
        )
        for v in found.versions
        if v.state is VersionState.ACCEPTED or policy.may_see_version(actor, found, v)
    ]


def _before(actor: Actor, found: Initiative, number: int) -> int:
    """Return the number of the version to compare with: the latest earlier one the reader may open; 0 for none."""
    earlier = [v.number for v in found.versions if v.number < number and policy.may_see_version(actor, found, v)]
    return earlier[-1] if earlier else 0


def _signer(signature: CoSignature) -> dict[str, Any]:
    ended = {
        "withdrawn": _("withdrawn later"),
        "reaffirmed": _("confirmed on a later version"),
        "merged": _("ended when the organisation merged"),
    }
    return {
        "name": signature.name_then(g.language),
        "slug": signature.organisation.slug,
        "href": url_for("portal.organisation", slug=signature.organisation.slug),
        "on": formats.local_day(signature.at, g.language),
        "note": ended.get(signature.ended_as, "") if signature.ended_as else "",
    }
