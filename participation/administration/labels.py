"""What the journal's entries are called on its page."""

from participation.comments.labels import ACTS as COMMENTS
from participation.initiatives.labels import ACTS as INITIATIVES
from participation.languages import lazy as _l
from participation.organisations.labels import ACTS as ORGANISATIONS

OTHERS = {
    "accept_invitation": _l("Accept an invitation, with a new account"),
    "accept_invite": _l("Become a member"),
    "act_lapsed": _l("A prepared act has lapsed"),
    "add_factor": _l("Add a second factor"),
    "add_person": _l("Add an account by the command line"),
    "add_reason": _l("Add a reason to the catalogue"),
    "answer_barrier": _l("Answer a report of what does not work"),
    "ask_address": _l("Ask for another e-mail address"),
    "ask_follow": _l("Ask to be told"),
    "ask_job": _l("Ask for a piece of long work"),
    "carry_over": _l("Carry over after a merger"),
    "change_account": _l("Change name or language"),
    "change_address": _l("Change the e-mail address"),
    "change_password": _l("Change the password"),
    "change_reason": _l("Word a reason anew"),
    "check_journal": _l("Check the journal"),
    "check_translation": _l("Check the translation"),
    "confirm_act": _l("Confirm a prepared act"),
    "confirm_address": _l("Confirm an e-mail address"),
    "confirm_follow": _l("Confirm to be told"),
    "delete_reason": _l("Delete a reason"),
    "end_administrator": _l("No longer administrator, by the command line"),
    "end_moderator": _l("No longer moderator, by the command line"),
    "end_sessions": _l("Sign out everywhere else"),
    "forget_factors": _l("Give up the second factor"),
    "four_eyes_end_asked": _l("Ask to end four eyes"),
    "four_eyes_kept": _l("Keep four eyes"),
    "four_eyes_off": _l("End four eyes"),
    "four_eyes_on": _l("Begin four eyes"),
    "mandate_waits": _l("A mandate waits for the desk"),
    "name_administrator": _l("Name an administrator, by the command line"),
    "name_moderator": _l("Name a moderator, by the command line"),
    "name_role": _l("Name a moderator or administrator, or end it"),
    "offer_reason": _l("Offer a reason again"),
    "prepare_act": _l("Prepare an act"),
    "print_codes": _l("Make new codes"),
    "retire_reason": _l("Retire a reason"),
    "revoke_invite": _l("Revoke an invitation"),
    "send_act_back": _l("Send a prepared act back"),
    "send_mail_again": _l("Send a mail again"),
    "send_mails_again": _l("Send all mails again"),
    "set_password": _l("Set a password by the command line"),
    "stop_address": _l("Stop the change of an e-mail address"),
    "take_act_back": _l("Take a prepared act back"),
    "take_in": _l("Take in another organisation"),
    "tell_of_barrier": _l("Report what does not work"),
}
KINDS = {**ORGANISATIONS, **COMMENTS, **INITIATIVES, **OTHERS}
SUBJECTS = {
    "initiative": _l("a dialogue initiative that is gone"),
    "comment": _l("a comment"),
    "prepared_act": _l("a prepared act"),
    "organisation": _l("an organisation"),
    "person": _l("an account"),
    "unconfirmed_application": _l("an application"),
    "follow": _l("a wish to be told"),
    "reason": _l("the catalogue of reasons"),
    "mail": _l("mails"),
    "journal": _l("the journal"),
    "job": _l("a piece of long work"),
    "barrier": _l("something that does not work for somebody"),
}
ABOUT = {
    "comment": _l("a comment on %(reference)s"),
    "prepared_act": _l("a prepared act for %(reference)s"),
}
WRONG = {
    "altered": _l("Entry %(number)s was altered."),
    "missing": _l("Position %(number)s is missing, or its entry is."),
    "moved": _l("At position %(number)s stands something else than was sealed."),
    "unqueued": _l("The entry with the number %(number)s is neither sealed nor waiting."),
    "overdue": _l("The entry with the number %(number)s has waited too long to be sealed."),
    "cut": _l("The chain ends too early, at position %(number)s."),
}
