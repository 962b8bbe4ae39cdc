"""Plain values for cards and for the page of one initiative: templates only draw them."""

from typing import Any

from flask import current_app, g, url_for
from markupsafe import Markup

from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ASK_TYPES, AUDIENCES, DATE_KINDS, OUTCOMES, STATUSES, WRITTEN_IN
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.journal import queries as journal
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import municipality, name_of, province_name
from participation.portal import queries
from participation.web import formats
from participation.web.kept import Kept

Signed = tuple[tuple[str, int], ...]  # pillar, how many
CARDS: Kept[tuple[queries.Listed, Signed, int, int, str], Markup] = Kept(5000)

# The public timeline: what was asked or refused before publication is nobody else's business.
TOLD = {
    "submit": _l("Submitted"),
    "open_consultation": _l("With the partners"),
    "publish": _l("Published"),
    "accept_version": _l("A new version"),
    "conclude": _l("Concluded"),
    "follow_up": _l("Follow-up note"),
    "withdraw": _l("Withdrawn"),
    "unpublish": _l("Taken offline"),
    "republish": _l("Online again"),
}


def organisations_in_words(number: int) -> str:
    """Say how many organisations."""
    return _n("%(number)s organisation", "%(number)s organisations", number)


def place_of(nis: str) -> str:
    """Name a municipality with its province."""
    found = municipality(nis)
    return f"{name_of(nis, g.language)}, {province_name(found.province, g.language)}" if found else nis


def meter_words(organisations: int) -> str:
    """Say what the meter shows."""
    if not organisations:
        return _("No partner has co-signed yet")
    return _n("%(number)s partner co-signed", "%(number)s partners co-signed", organisations)


def cards(actor: Actor, wanted: queries.Wanted, most: int, level: int = 3) -> list[Markup]:
    """Return the cards of one page, drawn, and of one more where another page follows; `level` is their headings'."""
    session, language = db.session(), g.language
    rows = queries.listed(session, actor, wanted, language)[: most + 1]
    signed = initiatives.pillars_signed(session, [row.id for row in rows])
    needed = current_app.config["THRESHOLD"].organisations
    return [_card(row, signed.get(row.id, ()), needed, level) for row in rows]


def _card(row: queries.Listed, signed: Signed, needed: int, level: int) -> Markup:
    """Draw a card, or find it drawn: it is kept by everything it shows."""
    key = row, signed, needed, level, g.language
    drawn = CARDS.get(key)
    if drawn is None:
        card = current_app.jinja_env.get_template("components/card.html").module.card  # type: ignore[attr-defined]  # a macro
        drawn = CARDS.put(key, Markup(card(**_values(row, signed, needed), level=level)))  # noqa: S704  # by Jinja
    return drawn


def _values(row: queries.Listed, signed: Signed, needed: int) -> dict[str, Any]:
    day = formats.long_day(row.date_from, g.language) if row.date_from else str(DATE_KINDS[row.date_kind])
    title, summary, said_in = row.title, row.summary, row.language
    if row.translated_title and row.translated_summary:
        title, summary, said_in = row.translated_title, row.translated_summary, g.language
    return {
        "href": url_for("portal.initiative", reference=row.reference),
        "reference": row.reference,
        "state": row.status.value,
        "state_label": STATUSES[row.status],
        "kind_label": KINDS[row.kind].label(g.language),
        "look": PILLARS[row.pillar].look,
        "title": title,
        "title_lang": said_in,
        "summary": summary,
        "summary_lang": said_in,
        "language_note": "" if said_in == g.language else _original(said_in),
        "facts": [(_("Where"), place_of(row.municipality)), (_("When"), day)],
        "signed": [PILLARS[pillar].look for pillar, number in signed for _one in range(number)],
        "needed": needed,
        "meter_words": meter_words(sum(number for _pillar, number in signed)),
    }


def _original(language: str) -> str:
    return _("Text in %(language)s", language=WRITTEN_IN[language])


def notice(found: Initiative) -> dict[str, Any]:
    """Return what is said of an initiative whose text is not shown: state, date, reason."""
    last = found.decisions[-1] if found.decisions and found.published_at else None
    return {
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "since": formats.local_day(found.changed_at, g.language),
        "reason": last.words if last else "",
        "reason_language": last.language if last else "",
    }


def makes_sense(actor: Actor, permission: Permission, found: Initiative) -> bool:
    """Tell whether to offer an act that would change nothing: to co-sign twice, to confirm what stands."""
    own = [s for s in found.co_signatures if s.organisation_id == actor.organisation_id and s.ended_at is None]
    if permission is Permission.CO_SIGN:
        return not own
    if permission is Permission.REAFFIRM:
        return bool(own) and own[0].version != found.shown
    return True


def whole(actor: Actor, found: Initiative) -> dict[str, Any]:
    """Return everything the page of one initiative shows."""
    version = found.shown_version if found.shown else None
    said = version or found.copy
    count = initiatives.count_of(db.session(), found)
    last = next((d for d in reversed(found.decisions) if d.act in {"withdraw", "unpublish"}), None)
    return {
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "kind": KINDS[found.organisation.kind].label(g.language),
        "look": PILLARS[found.organisation.pillar].look,
        "proposer": found.organisation.name_in(g.language),
        "proposer_href": url_for("portal.organisation", slug=found.organisation.slug),
        "language": found.language,
        "language_name": WRITTEN_IN[found.language],
        "title": said.title,
        "summary": said.summary,
        "body": said.body,
        "limits": said.limits,
        "version": version.number if version else 0,
        "facts": _facts(found),
        "asks": _asks(found),
        "signers": _signers(found, counting=True),
        "also": _signers(found, counting=False),
        "signed": _looks(found),
        "needed": current_app.config["THRESHOLD"].organisations,
        "meter_words": meter_words(count.organisations),
        "timeline": _timeline(found),
        "outcome": OUTCOMES[found.outcome] if found.outcome else "",
        "agreed": found.agreed,
        "ending": last.words if last and policy.allows(actor, Permission.KNOW, found) else "",
        "translation": _translation(found),
    }


def _translation(found: Initiative) -> dict[str, Any] | None:
    made = found.translation(g.language)
    if made is None or g.language == found.language:
        return None
    return {"title": made.title, "summary": made.summary, "behind": made.version != (found.shown or 0)}


def _facts(found: Initiative) -> list[tuple[str, str]]:
    if not found.shown:
        return []
    version = found.shown_version
    when = formats.long_day(version.date_from, g.language) if version.date_from else str(DATE_KINDS[version.date_kind])
    if version.date_from and found.hour:
        when = f"{when}, {formats.hour(found.hour, g.language)}"
    rows = [(_("When"), when), (_("Where"), place_of(version.municipality))]
    if version.date_to:
        rows.append((_("Until"), formats.long_day(version.date_to, g.language)))
    if found.room:
        rows.append((_("Room or address"), found.room))
    rows.append((_("For whom"), ", ".join(str(AUDIENCES[a.audience]) for a in version.audiences)))
    rows.append((_("Facilitator"), found.facilitator or _("wanted")))
    if found.contact and found.contact_shown:
        rows.append((_("Contact"), found.contact))
    return rows


def _asks(found: Initiative) -> list[tuple[Any, ...]]:
    if not found.shown:
        return []
    met = initiatives.progress(db.session(), found.id)
    return [
        (
            a.text, found.language, met.get(a.key, 0), a.number,
            _("%(found)s of %(number)s found", found=met.get(a.key, 0), number=a.number), str(ASK_TYPES[a.type]),
        )
        for a in found.shown_version.asks
    ]  # fmt: skip


def _looks(found: Initiative) -> list[str]:
    counted = initiatives.pillars_signed(db.session(), [found.id]).get(found.id, ())
    return [PILLARS[pillar].look for pillar, number in counted for _one in range(number)]


def _signers(found: Initiative, *, counting: bool) -> list[tuple[Any, ...]]:
    standing = [s for s in found.co_signatures if s.ended_at is None]
    return [_signer(found, s) for s in standing if PILLARS[s.organisation.pillar].counts is counting]


def _signer(found: Initiative, signature: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a co-signature with its organisation
    who, behind = signature.organisation, not policy.counts(found, signature.version)
    role = PILLARS[who.pillar].role_note(g.language) or ""
    note = _("signed version %(signed)s, not yet version %(shown)s", signed=signature.version, shown=found.shown)
    return (
        who.slug, who.name_in(g.language), url_for("portal.organisation", slug=who.slug), PILLARS[who.pillar].look,
        KINDS[who.kind].label(g.language), signature.statement, signature.language, note if behind else role, behind,
    )  # fmt: skip


def _timeline(found: Initiative) -> list[tuple[str, str, str, bool]]:
    return [
        (formats.iso_day(e.at), formats.local_day(e.at, g.language), str(TOLD[e.kind]), False)
        for e in journal.history(db.session(), *found.subject)
        if e.kind in TOLD
    ]


def organisation_card(found: Organisation) -> dict[str, str]:
    """Return the values of one row of the directory."""
    return {
        "href": url_for("portal.organisation", slug=found.slug),
        "name": found.name_in(g.language),
        "look": PILLARS[found.pillar].look,
        "kind_label": KINDS[found.kind].label(g.language),
        "place": name_of(found.municipality, g.language) if found.municipality else "",
    }
