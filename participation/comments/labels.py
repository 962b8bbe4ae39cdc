"""The words for everything the lists of this package name."""

from participation.languages import lazy as _l

ACTS = {
    "comment": _l("Comment"),
    "reply": _l("Reply"),
    "edit": _l("Edit"),
    "take_back": _l("Take back"),
    "report": _l("Report"),
    "hide": _l("Hide"),
    "contest": _l("Contest"),
    "show_again": _l("Show again"),
    "keep_hidden": _l("Keep hidden"),
    "dismiss": _l("Nothing to do"),
}
IN_THE_NAME = {
    "comment": _l("Comment as %(organisation)s"),
    "reply": _l("Reply as %(organisation)s"),
    "edit": _l("Change the comment of %(organisation)s"),
    "take_back": _l("Take back the comment of %(organisation)s"),
    "report": _l("Report as %(organisation)s"),
    "contest": _l("Contest as %(organisation)s"),
}
# What pressing the button means, said above it.
CONSEQUENCES = {
    "comment": _l("Your comment names your organisation and does not engage it: it is no co-signature."),
    "reply": _l("Your reply is read by the same people as the comment above."),
    "edit": _l("You can change your words for 15 minutes. The earlier words are kept for the moderation team."),
    "take_back": _l("Your words are no longer shown. A notice stays in their place, and the replies stay below it."),
    "report": _l(
        "The moderation team reads your report. The organisation that wrote the comment is not told who you are."
    ),
    "hide": _l("A notice with your reason takes its place. Its organisation reads your words and can contest once."),
    "contest": _l("Another moderator looks at it and decides. This is possible once."),
    "show_again": _l("The comment is shown again as it was. This decision is final."),
    "keep_hidden": _l("The comment stays hidden. Its organisation reads your words. This decision is final."),
    "dismiss": _l("It leaves the list of the moderation team. Nothing changes for those who read it."),
}
DONE = {
    "comment": _l("Your comment is there. You can change it for 15 minutes."),
    "reply": _l("Your reply is there. You can change it for 15 minutes."),
    "edit": _l("Your comment has been changed."),
    "take_back": _l("Your comment has been taken back."),
    "report": _l("Thank you. The moderation team reads your report. Its number is %(number)s."),
    "hide": _l("The comment is hidden. Its organisation has been told why."),
    "contest": _l("Another moderator looks at it and decides."),
    "show_again": _l("The comment is shown again."),
    "keep_hidden": _l("The comment stays hidden. Its organisation has been told why."),
    "dismiss": _l("It has left the list."),
}
SCOPES = {
    "partners": _l("The partners"),
    "public": _l("Everyone"),
    "moderators": _l("The moderation team"),
}
SCOPE_HINTS = {
    "partners": _l(
        "The proposing organisation, the partners and the moderation team read it. It never becomes public."
    ),
    "public": _l("The same people read it now. It becomes public at publication."),
    "public_now": _l("The initiative is published: everyone reads it at once."),
    "moderators": _l("A note that only your organisation and the moderation team read. You get an answer below it."),
}
# Under a comment, for those who may read it.
SCOPE_NOTES = {
    "partners": _l("Not public: for partners"),
    "public": _l("Becomes public at publication"),
    "moderators": _l("A note to the moderation team"),
}
WAITING = {
    "report": _l("Reported"),
    "contest": _l("Contested"),
    "note": _l("Note to the moderation team"),
}
FIELDS = {
    "text": _l("Your comment"),
    "scope": _l("Who may read it?"),
    "language": _l("Language of your text"),
    "reason_code": _l("Reason"),
    "reason": _l("In your own words"),
}
