"""The words for states, roles and the acts of the desk upon an organisation."""

from participation.languages import lazy as _l

STATES = {
    "applied": _l("Applied"),
    "asked": _l("More is wanted"),
    "approved": _l("Approved"),
    "suspended": _l("Suspended"),
    "declined": _l("Declined"),
    "merged": _l("Merged"),
    "closed": _l("Closed"),
}
ROLES = {"editor": _l("editor"), "representative": _l("representative")}
ACTS = {
    "apply": _l("Apply to join"),
    "approve": _l("Approve"),
    "ask_more": _l("Ask for more"),
    "decline": _l("Decline"),
    "suspend": _l("Suspend"),
    "reinstate": _l("Lift the suspension"),
}
CONSEQUENCES = {
    "approve": _l("The organisation becomes public. Whoever applied becomes its first representative."),
    "ask_more": _l("Whoever applied reads your question. The application stays open."),
    "decline": _l("Whoever applied reads your reason."),
    "suspend": _l("Its members can read, but not act. Its co-signatures stop counting. What is published stays."),
    "reinstate": _l("Its members can act again, and its co-signatures count again."),
}
DONE = {
    "approve": _l("Approved. The invitation is on its way."),
    "ask_more": _l("Your question has been sent."),
    "decline": _l("Declined. The applicant has been told why."),
    "suspend": _l("Suspended. Its members have been told why."),
    "reinstate": _l("The suspension is over."),
}
# What the applicant reads about the application, without an account.
STANDING = {
    "applied": _l("Your application waits for the moderation team."),
    "asked": _l("The moderation team would like to know more before it decides."),
    "approved": _l("Your organisation takes part. You have received a link by e-mail to choose a password."),
    "suspended": _l("Your organisation is suspended for the moment."),
    "declined": _l("Your application was not accepted."),
    "merged": _l("Your organisation has become part of another one."),
    "closed": _l("Your organisation no longer takes part."),
}
ALIKE = {
    "number": _l("the same enterprise number"),
    "name": _l("a similar name"),
    "address": _l("the same or a similar e-mail address"),
    "domain": _l("the same web domain"),
}
