"""The desk: what waits, oldest first, one case on one page, and the applications of organisations; merging two."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.barriers import queries as barriers_queries
from participation.barriers.models import Barrier
from participation.comments import actions as comments_actions
from participation.comments.labels import WAITING as KINDS_WAITING
from participation.comments.queries import Waiting, for_the_desk, reported_because
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.initiatives import policy, succession
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import STATUSES
from participation.languages import text as _
from participation.languages import texts as _n
from participation.moderation import actions, page, queries, times
from participation.moderation import organisation as organisation_page
from participation.moderation.forms import ManyForm, MergeForm, ReportedForm
from participation.moderation.queries import Desk
from participation.moderation.views.blueprint import ADDRESSED, bp, for_moderators, queue
from participation.organisations import labels, naming
from participation.organisations import queries as organisations_queries
from participation.organisations.actions import merging
from participation.organisations.page import called
from participation.organisations.policy import DESK_HAT, require_impartial, require_in_force, require_moderator
from participation.organisations.reference import PILLARS
from participation.organisations.session import begin_deed, current_actor, note_reading, note_where
from participation.organisations.vocabulary import LONGEST
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import csrf, formats
from participation.web.refusals import come_back_to

EXCERPT = 120


@bp.get("/desk/")
@for_moderators
def desk() -> ResponseReturnValue:
    """List what waits, oldest first, with its age against the promise."""
    return _desk_page(ManyForm(formdata=None))


@bp.post("/desk/")
@for_moderators
def handle_many() -> ResponseReturnValue:
    """Let the worker take the ticked cases, put them back, or hand them over."""
    sent, leads_to = ManyForm(), url_for("moderation.desk", **queue().address())
    come_back_to(partial(_desk_page, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    number = actions.handle_many(deed, sent.act.data or "", sent.cases, sent.colleague.data or "")
    leads_to = url_for("jobs.job", number=number)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _desk_page(sent: ManyForm, error: DomainError | None = None) -> str:
    actor, wanted, whose = current_actor(), queue(), _desk()
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    moderators = organisations_queries.moderators(db.session(), clock.now())
    sent.offer([(one.key, one.name) for one in moderators if one.person_id != actor.person_id])
    found = queries.cases(db.session(), wanted, whose)
    return render_template(
        "moderation/desk.html",
        form=sent,
        conflict=error,
        may_tick=actor.at_the_desk,
        ticked=sent.cases,
        tabs=page.tabs(queries.numbers(db.session(), whose), wanted, wanted.tab),
        rows=[page.row(one, actor, moderators, wanted) for one in found],
        tab=wanted.tab,
        values=wanted.address(),
        is_filtered=bool(wanted.language or wanted.state or wanted.pillar),
        languages=[(code, LANGUAGES[code]) for code in AUTHENTIC],
        statuses=[(name, STATUSES[name]) for name in ADDRESSED],
        pillars=[(key, pillar.short(g.language)) for key, pillar in PILLARS.items()],
    )


@bp.get("/desk/comments")
@for_moderators
def comments() -> ResponseReturnValue:
    """List what waits among the comments, oldest first: reports, contests and notes."""
    return _comments_page(ReportedForm(formdata=None))


@bp.post("/desk/comments")
@for_moderators
def dismiss_many() -> ResponseReturnValue:
    """Let the worker take the reports about the ticked comments off the desk."""
    sent, leads_to = ReportedForm(), url_for("moderation.comments")
    come_back_to(partial(_comments_page, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    leads_to = url_for("jobs.job", number=actions.dismiss_many(deed, sent.comments))
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _comments_page(sent: ReportedForm, error: DomainError | None = None) -> str:
    actor = current_actor()
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    waits = for_the_desk(db.session(), actor)
    because = reported_because(db.session(), actor, waits)
    rows = [_comment_row(one) | {"because": because.get(one.public_id, [])} for one in waits]
    is_all = bool(request.args.get("all"))
    return render_template(
        "moderation/comments.html",
        form=sent,
        conflict=error,
        may_tick=actor.at_the_desk and any(row["kind"] == "report" for row in rows),
        ticked={row["key"] for row in rows} if is_all else set(sent.comments),
        is_all=is_all,
        rows=rows,
        tabs=page.tabs(queries.numbers(db.session(), _desk()), queue(), "comments"),
    )


def _comment_row(waiting: Waiting) -> dict[str, object]:
    words = [str(KINDS_WAITING[waiting.kind])]
    if waiting.reports:
        words.append(_n("%(number)s report", "%(number)s reports", waiting.reports))
    words += [waiting.organisation or _("Moderation team"), formats.local_moment(waiting.since, g.language)]
    return {
        "href": url_for("comments.one", public_id=waiting.public_id),
        "title": waiting.title,
        "lang": waiting.title_language,
        "reference": waiting.reference,
        "words": "\N{NO-BREAK SPACE}· ".join(words),
        "excerpt": waiting.excerpt,
        "excerpt_language": waiting.language,
        "kind": waiting.kind,
        "reports": waiting.reports,
        "key": waiting.public_id,
    }


@bp.get("/desk/barriers")
@for_moderators
def barriers() -> ResponseReturnValue:
    """List what people could not use, oldest first, and what was answered last."""
    return render_template(
        "moderation/barriers.html",
        tabs=page.tabs(queries.numbers(db.session(), _desk()), queue(), "barriers"),
        rows=[_barrier_row(one) for one in barriers_queries.waiting(db.session())],
        answered=[_barrier_row(one) for one in barriers_queries.answered(db.session())],
    )


def _barrier_row(found: Barrier) -> dict[str, str]:
    short = found.words if len(found.words) <= EXCERPT else f"{found.words[:EXCERPT].rstrip()}…"
    words = [formats.local_moment(found.at, g.language), *([found.page] if found.page else [])]
    href = url_for("barriers.case", public_id=found.public_id)
    return {"href": href, "title": short, "lang": found.language, "words": "\N{NO-BREAK SPACE}· ".join(words)}


@bp.get("/desk/waiting-times")
@for_moderators
def waiting_times() -> ResponseReturnValue:
    """Compare how long answers took, this month and the last, by language and by pillar."""
    tabs = page.tabs(queries.numbers(db.session(), _desk()), queue(), "times")
    return render_template("moderation/times.html", tabs=tabs, **times.values(db.session()))


@bp.get("/desk/<reference>")
@for_moderators
def case(reference: str) -> ResponseReturnValue:
    """Show one case with everything a decision needs; the acts are links to their own pages."""
    actor, wanted, whose = current_actor(), queue(), _desk()
    found = policy.require_seen(actor, initiatives.one(db.session(), reference))
    if not found.shown:
        raise NotFound
    return render_template(
        "moderation/case.html",
        **page.case(found, actor, wanted, whose),
        back=url_for("moderation.desk", **wanted.address()),
        hat=_hat(),
    )


@bp.get("/desk/organisations/")
@for_moderators
def organisations() -> ResponseReturnValue:
    """List the applications that wait, oldest first, and every organisation after them."""
    wanted = queue()
    note_reading()
    return render_template(
        "moderation/organisations.html",
        tabs=page.tabs(queries.numbers(db.session(), _desk()), wanted, "applications"),
        **organisation_page.listed(request.args.get("state", ""), current_actor()),
    )


@bp.get("/desk/organisations/<slug>")
@for_moderators
def organisation(slug: str) -> ResponseReturnValue:
    """Show one organisation as the desk sees it: application, likenesses, members, what was decided."""
    found = organisations_queries.whole(db.session(), slug)
    if found is None:
        raise NotFound
    note_reading(found.id)
    whole = organisation_page.whole(found, current_actor())
    return render_template("moderation/organisation.html", **whole, hat=_hat())


@bp.get("/desk/organisations/<slug>/merge")
@for_moderators
def merge_form(slug: str) -> ResponseReturnValue:
    """Ask into which other organisation this one merges."""
    return _merge_page(slug, MergeForm(formdata=None))


@bp.post("/desk/organisations/<slug>/merge")
def merge(slug: str) -> ResponseReturnValue:
    """Merge: members, proposals, co-signatures and comments go over, in one transaction."""
    sent, leads_to = MergeForm(), url_for("moderation.organisation", slug=slug)
    come_back_to(partial(_merge_page, slug, sent), leads_to)
    deed, target = begin_deed(sent, leads_to), sent.target.data or ""
    require_moderator(deed.actor)
    found = organisations_queries.two(deed.session, [slug, target])
    if slug not in found:
        raise NotFound
    require_in_force(deed.actor, sent.organisation.data)
    successor = merging.merge(deed, found[slug], found.get(target), sent.reason.data or "")
    succession.carry_over(deed, found[slug], successor)
    comments_actions.carry_over(deed, found[slug], successor)
    deed.session.commit()
    flash(str(labels.DONE["merge"]), "success")
    return redirect(leads_to, 303)


def _merge_page(slug: str, sent: MergeForm, error: DomainError | None = None) -> str:
    actor, found = current_actor(), organisations_queries.by_slug(db.session(), slug)
    require_moderator(actor)
    if found is None:
        raise NotFound
    if error is None:
        require_impartial(actor, found)
        merging.require_open(found)
    sent.offer([(one.slug, one.name) for one in organisations_queries.successors(db.session(), found)])
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "organisations/form.html", form=sent, act="merge", label=labels.ACTS["merge"], **called(found),
        lead=labels.CONSEQUENCES["merge"], conflict=error, longest=LONGEST,
        hints={}, optional=(), is_danger=True, back=url_for("moderation.organisation", slug=slug),
        button_label=naming.button("merge", found.name_in(g.language)),
    )  # fmt: skip


def _desk() -> Desk:
    return Desk(current_actor().person_id, queries.late_before(current_app.config["SETTINGS"].desk_days))


def _hat() -> dict[str, str]:
    """Return what the form needs that puts the moderator's hat on."""
    return {"address": url_for("accounts.switch"), "csrf": csrf.token(), "hat": DESK_HAT, "here": request.full_path}
