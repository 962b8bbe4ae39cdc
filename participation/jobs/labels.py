"""What jobs are called, how far they are, and what came of them, in words."""

from typing import NamedTuple

from participation.languages import lazy as _l


class Words(NamedTuple):
    """What is said of one kind of job."""

    title: object
    about: object


KINDS = {
    "public_data": Words(
        _l("All public initiatives as a file"),
        _l("Everything that everyone can read on this site, with its co-signatures, as it is while the file is made."),
    ),
    "cases": Words(_l("Many cases at once"), _l("Each case is looked at by itself, with the rights you have then.")),
    "reports": Words(
        _l("Reports of many comments at once"),
        _l("Each comment is looked at by itself, with the rights you have then."),
    ),
    "network": Words(
        _l("The drawing of the network"), _l("Every organisation gets a new place in it. The old places are given up.")
    ),
}
FAULTS = {
    "fault": _l("Something went wrong on our side. It has been noted; please try again later."),
    "interrupted": _l("It was begun several times and never came to an end. Please tell whoever looks after the site."),
    "refused": _l("You may not do this any more."),
}

# What goes by the clock, in the order administrators read it; `round` is the pulse of the worker itself.
CHORES = {
    "digests": _l("Collected mails"),
    "reminders": _l("Reminders"),
    "mandates": _l("Warnings of mandates that end"),
    "confirmations": _l("What waits for a second representative"),
    "tidying": _l("Tidying up"),
    "network": _l("The drawing of the network"),
    "journal": _l("Reading the journal over"),
}
CHORE_FAULTS = {
    "Busy": _l("The database was busy; it is tried again."),
    "Damaged": _l("The journal is not as it was written. Run “journal verify” and call for help."),
    "": _l("It failed; the log of the worker says why. It is tried again."),
}
