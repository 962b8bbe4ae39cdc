"""What is said to people when something is refused, and why: one place for every sentence."""

import math

from participation import errors
from participation.errors import Problem
from participation.languages import lazy as _l
from participation.languages import spoken
from participation.languages import text as _
from participation.languages import texts as _n

MINUTE = 60  # seconds

PROBLEMS = {
    "missing": _l("Please fill this in."),
    "too_long": _l("This is too long: at most %(limit)s characters."),
    "too_short": _l("This is too short: at least %(limit)s characters."),
    "not_a_date": _l("Please write the date as day, month and year, for example 2027-03-09."),
    "date_too_far": _l("Please choose a day within a year."),
    "date_in_past": _l("This day has passed. Please choose a later one."),
    "date_order": _l("The last day comes before the first one."),
    "not_a_time": _l("Please write the hour as 19:00."),
    "no_such_hour": _l("This hour does not exist on that day: the clock changes that night."),
    "not_a_municipality": _l("We do not know this municipality. Please choose one from the list."),
    "not_a_choice": _l("Please choose one of the answers."),
    "not_a_number": _l("Please write a whole number from 1 to %(limit)s."),
    "too_many": _l("No more than %(limit)s, please."),
    "not_an_address": _l("This does not look like an e-mail address, for example name@example.be."),
    "not_a_contact": _l("Please write an e-mail address, or a web address starting with https://"),
    "not_a_link": _l("Please write one web address a line, starting with https://"),
    "not_an_enterprise_number": _l("This is not an enterprise number: ten digits, for example 0428.759.497."),
    "unchanged": _l("Nothing has changed since the last version. Change something first."),
    "tick": _l("Please tick this to go on."),
    "answer_every_line": _l("Please answer every line of the checklist first."),
    "remark_needed": _l("Please write at least one remark, beside the field it is about."),
    "reason_needed": _l("Please give a reason."),
    "catalogue_reason": _l("Please choose a reason from the list."),
    "dutch_and_french": _l("Title and summary are needed in Dutch and in French before publication."),
    "not_yet": _l("The date has not been reached. You can already say that it did not take place."),
    "language": _l("Please choose Dutch, French or German."),
    "taken": _l("This is already in use."),
    "wrong_password": _l("This e-mail address and password do not go together."),
    "wrong_password_now": _l("This is not your password."),
    "wrong_code": _l("This code is not good, or it has been used. Please try the next one."),
    "wrong_digits": _l("This code is not good, used or over. Take the one in the newest mail, or open the link there."),
    "wrong_passkey": _l("The passkey did not work. Please try again, or use a code."),
    "common_password": _l("This password is among the first that others would try. Please choose another one."),
    "no_such_ask": _l("This question to partners is no longer in the text."),
    "twice": _l("This was said a moment ago."),
    "already_member": _l("This person is a member already."),
    "already_invited": _l("This address has been invited already. In the list of members you can send it again."),
    "has_account": _l("There is an account with this address. Sign in with it to accept."),
    "not_a_successor": _l("Please choose another organisation of the same part of the network, one that takes part."),
    "did_you_mean": _l("Did you mean %(limit)s? Correct it, or send the form again if it is right as it is."),
    "own_address": _l("This is your address already."),
    "tick_some": _l("Please tick at least one case."),
    "tick_comments": _l("Please tick at least one comment."),
    "logo_too_large": _l("This file is too large: at most 2 MB. Please choose a smaller one."),
    "logo_too_wide": _l("This picture is too large: at most %(limit)s pixels a side. Please make it smaller."),
    "logo_type": _l("This is no PNG, JPEG or WebP picture. Please choose another file."),
    "logo_broken": _l("This picture cannot be read: the file is damaged or cut off. Please choose another one."),
    "not_a_code": _l("Please use small letters, digits and _ only, beginning with a letter."),
}
DENIALS = {
    "own": _l("You belong to an organisation that takes part. Another moderator must decide."),
    "took_part": _l("You took part in the earlier decision. Another moderator must decide."),
    "same_moderator": _l("You proposed this yourself. A second moderator must confirm it."),
    "suspended": _l("Your organisation is suspended for the moment. You can read, but not act."),
    "mandate": _l("Only a representative of the organisation can do this. Ask a colleague who has a mandate."),
    "proposer": _l("Your organisation is the proposer: it cannot co-sign its own initiative."),
    "citizens_only": _l("Only citizen organisations can propose an initiative. Yours can comment and co-sign."),
    "desk": _l("Only a moderator can do this."),
    "writer": _l("Only who wrote it can do this, acting for the same organisation."),
    "another_seat": _l("You act for another organisation now. Change at the top of the page, then come back."),
    "own_mandate": _l("Nobody gives a mandate to him- or herself. Ask another representative."),
    "prepared_yourself": _l("You prepared this yourself. Another representative of your organisation confirms it."),
    "not_the_preparer": _l("Only who prepared it can take it back. You can send it back with a word."),
    "preparer_gone": _l("Who prepared this holds no mandate any more. Send it back, and prepare it anew."),
    "asked_yourself": _l("You asked for this yourself. Another representative of your organisation must agree."),
    "same_moderator_hid": _l("You hid this yourself. Another moderator must decide."),
    "": _l("You can read this, but you cannot do that."),
}
CONFLICTS = {
    "taken": _l("A moderator is already reading it. Ask for it back in a note to the moderation team."),
    "appealed": _l("One appeal is possible, and it has been used."),
    "too_late": _l("An appeal was possible for six months. That time has passed."),
    "not_theirs": _l("This colleague takes part in it, so another moderator must decide."),
    "reported_since": _l("It was reported once more since you ticked it. Read that report first."),
    "nothing_pending": _l("There is nothing left to decide here: somebody was faster."),
    "already_pending": _l("Somebody has already proposed this."),
    "reason_used": _l("Decisions name this reason, so it cannot be deleted. You can retire it."),
    "last_administrator": _l("There must always be an administrator. Name another one first."),
    "submitted_once": _l("It was submitted before, so it cannot be deleted. You can withdraw it."),
    "no_comments_now": _l("Comments are possible while partners are consulted and once it is published, not now."),
    "edit_over": _l("A comment can be changed for 15 minutes. You can take it back and write a new one."),
    "one_level": _l("A reply cannot be replied to. Reply to the comment above it."),
    "last_representative": _l("An organisation needs a representative. Give somebody else a mandate first."),
    "already_member": _l("You are a member of this organisation already."),
    "link_over": _l("This link no longer works. Ask the organisation for another one."),
    "still_member": _l("You are still a member of this organisation. Leave it first."),
    "mandate_over": _l("This mandate has run out before it was confirmed. The organisation must give another one."),
    "prepared": _l("A colleague has prepared this already. It waits in your workspace for a second representative."),
    "prepared_ended": _l("This no longer waits: it was confirmed, sent back, taken back or has lapsed."),
    "needs_two": _l("This takes two representatives with a mandate. Give another member a mandate first."),
    "asked_alone": _l(
        "You are the only representative, so it ends 14 days after you asked. Give a second one a mandate."
    ),
    "four_eyes_off": _l("One representative acts alone at the moment. There is nothing to switch off."),
    "reaffirm": _l("Your organisation has co-signed an earlier version. Read the new one and confirm on it."),
    "outdated_file": _l("Since this file was made, something in it has been taken offline. Please ask for a new one."),
    "sent_enough": _l("The mail was sent often enough. Use another address, or contact the team."),
    "": _l("This has moved on in the meantime."),
}

# Said besides, where somebody was faster: the state the thing is in now.
OVERTAKEN = frozenset({"", "nothing_pending", "already_pending"})
# The form may still work, filled in otherwise or a little later; or its page shows how things stand by itself.
STILL_OPEN = frozenset(
    {
        "last_representative",
        "sent_enough",
        "already_member",
        "needs_two",
        "four_eyes_off",
        "prepared_ended",
        "link_over",
    }
)
PRESENT = {
    "draft": _l("Now it is a draft."),
    "submitted": _l("Now it is submitted and waits for the moderation team."),
    "changes_requested": _l("Now changes are requested."),
    "consultation": _l("Now it is with the partners."),
    "published": _l("Now it is published."),
    "concluded": _l("Now it is concluded."),
    "declined": _l("Now it is declined."),
    "withdrawn": _l("Now it is withdrawn."),
    "unpublished": _l("Now it is offline."),
    "shown": _l("Now it can be read."),
    "shown_again": _l("Now it can be read again."),
    "taken_back": _l("Now its writer has taken it back."),
    "hidden": _l("Now it is hidden."),
    "contested": _l("Now it is hidden, and another moderator decides."),
    "kept_hidden": _l("Now it is hidden for good."),
    "applied": _l("Now the application waits for an answer."),
    "asked": _l("Now the application waits for more information."),
    "approved": _l("Now the organisation takes part."),
    "suspended": _l("Now the organisation is suspended."),
    "merged": _l("Now the organisation is part of another one."),
    "closed": _l("Now the organisation is closed."),
}
# Who one acts for, where it is no organisation, or none one belongs to.
HATS = {
    "desk": _l("the moderation team"),
    "nobody": _l("no organisation"),
    "other": _l("another organisation"),
}


def say_problem(problem: Problem) -> str:
    """Put a problem of one field into words."""
    said = str(PROBLEMS[problem.key])
    return said % {"limit": problem.limit} if problem.limit is not None else said


def say_denial(why: str) -> str:
    """Say who may, to someone who sees the thing but may not do this."""
    return str(DENIALS.get(why, DENIALS[""]))


def say_conflict(error: errors.WrongStatus) -> str:
    """Say why the act cannot be done any more and, where that is all there is to say, how the thing stands now."""
    said = str(CONFLICTS.get(error.why, CONFLICTS[""]))
    now = PRESENT.get(error.status) if error.why in OVERTAKEN else None
    return f"{said} {now}" if now else said


def is_over(error: errors.DomainError) -> bool:
    """Tell whether the form that was sent can do nothing any more, so that it is not drawn again."""
    return isinstance(error, errors.WrongStatus) and error.why not in STILL_OPEN


def _say_hats(error: errors.OtherOrganisation) -> str:
    return _(
        "This form was made for “%(asked)s”; you now act for “%(now)s”. Check in whose name you act, then send again.",
        asked=_name_hat(error.asked),
        now=_name_hat(error.now),
    )


def _name_hat(hat: errors.Named | str) -> str:
    return str(HATS[hat]) if isinstance(hat, str) else hat.name_in(spoken())


def say_pause(seconds: int) -> str:
    """Say for how long to wait."""
    if seconds < MINUTE:
        return _n(
            "That was too often in a short time. Please try again in %(number)s second.",
            "That was too often in a short time. Please try again in %(number)s seconds.",
            seconds,
        )
    return _n(
        "That was too often in a short time. Please try again in %(number)s minute.",
        "That was too often in a short time. Please try again in %(number)s minutes.",
        math.ceil(seconds / MINUTE),
    )


def say(error: errors.DomainError) -> str:
    """Put any refusal into words, for a page of its own or the top of a form."""
    if isinstance(error, errors.NotAllowed):
        return say_denial(error.why)
    if isinstance(error, errors.WrongStatus):
        return say_conflict(error)
    if isinstance(error, errors.OtherOrganisation):
        return _say_hats(error)
    if isinstance(error, errors.TooMany):
        return say_pause(error.seconds)
    return str(REFUSALS.get(type(error), DENIALS[""]))


def say_refused(kind: str, why: str) -> str:
    """Put into words what was refused while nobody looked: the name of the error, and its key."""
    if kind == "NotAllowed":
        return say_denial(why)
    if kind == "WrongStatus":
        return say_conflict(errors.WrongStatus("", why))
    return str(REFUSALS.get(getattr(errors, kind, errors.DomainError), DENIALS[""]))


# By the number of the answer: what happened, and what one can do now.
HEADINGS = {
    400: _l("This could not be read"),
    403: _l("You cannot do this"),
    404: _l("Page not found"),
    405: _l("This page is not used in that way"),
    409: _l("Something changed in the meantime"),
    413: _l("This is too large"),
    429: _l("One moment, please"),
    500: _l("Something went wrong on our side"),
    503: _l("It is very busy"),
}
ADVICE = {
    400: _l("Go back with your browser: what you typed is still in the form. Then send it again."),
    403: _l("If you act for more than one organisation, check at the top of the page for which one you act now."),
    404: _l("Check the address, or look for the initiative in the list. Some pages can only be read after signing in."),
    405: _l("It was opened by an address that only a form uses. Start from the page where that form is."),
    409: _l("Look at the page as it is now, and decide again."),
    413: _l("Go back with your browser: what you typed is still in the form. Make it shorter, then send it again."),
    429: _l("Nothing is lost. Wait a little, go back with your browser and try again."),
    500: _l("It is not your fault, and we have been told. Go back with your browser and try again in a few minutes."),
    503: _l("Nothing is lost. Go back with your browser and try again in a moment."),
}
CLOSED = _l("We will be back in a moment")
CUT = _l("Mail programs sometimes cut a long link. Copy the whole link from the mail, or take one of these ways.")
REFUSALS = {
    errors.NotFound: _l("This page does not exist, or you may not see it."),
    errors.Stale: _l("The text was changed in the meantime. What you typed is still here: compare, then send again."),
    errors.Forged: _l("This form was open for too long. What you typed is still here: please send it again."),
    errors.BroughtBack: _l("You are signed in. What you typed is still here: check it, then press again."),
    errors.Busy: _l("It is very busy. What you typed is still here: please try again in a moment."),
    errors.NotReady: _l("The platform is being prepared at this moment. Until then it shows no pages."),
    errors.Incomplete: _l("Something is still missing."),
    errors.SentBefore: _l("You sent this form before, with another text. Please check this one, then send it."),
}
