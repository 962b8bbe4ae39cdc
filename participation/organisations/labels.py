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
# In the place of the name of somebody who has left and asked for that.
FORMER = {
    "editor": _l("former member of %(organisation)s"),
    "representative": _l("former representative of %(organisation)s"),
}
ACTS = {
    "apply": _l("Apply to join"),
    "approve": _l("Approve"),
    "ask_more": _l("Ask for more"),
    "answer_more": _l("Answer the moderation team"),
    "decline": _l("Decline"),
    "suspend": _l("Suspend"),
    "reinstate": _l("Lift the suspension"),
    "merge": _l("Merge into another organisation"),
    "confirm_mandate": _l("Confirm the mandate"),
    "invite": _l("Invite a colleague"),
    "send_again": _l("Send again"),
    "revoke": _l("Revoke the invitation"),
    "joining_link": _l("Link to ask to join"),
    "make_joining_link": _l("Make a link"),
    "revoke_joining_link": _l("Revoke the link"),
    "ask_to_join": _l("Ask to join"),
    "admit": _l("Say yes"),
    "refuse": _l("Say no"),
    "change_role": _l("Change role or mandate"),
    "end_membership": _l("End the membership"),
    "leave": _l("Leave the organisation"),
    "replace_name": _l("Replace my name"),
    "edit_profile": _l("Edit the profile"),
    "four_eyes": _l("Four eyes"),
    "rename": _l("Rename the organisation"),
    "close": _l("Close the organisation"),
}
CONSEQUENCES = {
    "approve": _l("The organisation becomes public. Whoever applied becomes its first representative."),
    "ask_more": _l("Whoever applied reads your question, and answers it on the page of the application."),
    "decline": _l("Whoever applied reads your reason."),
    "suspend": _l("Its members can read, but not act. Its co-signatures stop counting. What is published stays."),
    "reinstate": _l("Its members can act again, and its co-signatures count again."),
    "merge": _l("Its members, its initiatives, co-signatures and comments go over. Its page names the other one."),
    "invite": _l("We send a link by e-mail. It is good for 7 days, and for one person."),
    "send_again": _l("We send a new link, good for 7 days. The earlier one stops working."),
    "revoke": _l("The link that was sent stops working."),
    "admit": _l("This person takes part as an editor. Who has no account yet is invited by e-mail first."),
    "refuse": _l("This person does not take part. Whoever has an account is told; name and address are deleted here."),
    "change_role": _l("An editor writes and comments. A representative also acts in the organisation's name."),
    "end_membership": _l("This person no longer sees or does anything for the organisation. What was done stays."),
    "leave": _l("You no longer see or do anything for the organisation. What you did in its name stays."),
    "edit_profile": _l("Everyone can read this on the page of your organisation."),
    "rename": _l("The address of its page changes with it. The old address and the old name lead to the new one."),
    "close": _l("Your organisation no longer acts, and its co-signatures stop counting. What it did stays readable."),
}
DONE = {
    "approve": _l("Approved. The invitation is on its way."),
    "ask_more": _l("Your question has been sent."),
    "answer_more": _l("Your answer has reached the moderation team."),
    "decline": _l("Declined. The applicant has been told why."),
    "suspend": _l("Suspended. Its members have been told why."),
    "reinstate": _l("The suspension is over."),
    "merge": _l("Merged. The members of both have been told."),
    "send_again": _l("Sent again."),
    "revoke": _l("The invitation has been revoked."),
    "make_joining_link": _l("The link is ready. An earlier one no longer works."),
    "revoke_joining_link": _l("The link no longer works."),
    "ask_to_join": _l("You have asked. A representative of the organisation answers; you get a mail if it is yes."),
    "admit": _l("Done. This person has been told."),
    "refuse": _l("Done. This person does not take part."),
    "change_role": _l("Changed."),
    "end_membership": _l("The membership has ended."),
    "leave": _l("You are no longer a member."),
    "replace_name": _l("Your name has been replaced."),
    "edit_profile": _l("Saved."),
    "four_eyes_on": _l("From now on a second representative confirms."),
    "four_eyes_end_asked": _l("Asked. It stays on until another representative agrees."),
    "four_eyes_off": _l("From now on one representative acts alone."),
    "four_eyes_keep": _l("A second representative still confirms."),
    "rename": _l("The organisation has its new name."),
    "close": _l("The organisation is closed."),
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
# Above what desk and applicant wrote to each other.
SAID = {
    "ask_more": _l("The moderation team asked on %(moment)s"),
    "answer_more": _l("The answer, on %(moment)s"),
}
ALIKE = {
    "number": _l("the same enterprise number"),
    "name": _l("a similar name"),
    "address": _l("the same or a similar e-mail address"),
    "domain": _l("the same web domain"),
}
HINTS = {
    "role": _l("Whoever acts in the organisation's name needs a mandate."),
    "mandate_words": _l("Of a representative: who decided it, and when. For example: decided by the board on 3 May."),
    "mandate_until": _l("Of a representative, where the mandate has an end. We warn 30 and 7 days before."),
    "municipality": _l("A name in any language, or a postcode."),
    "name": _l("In the language of the organisation."),
    "target": _l("The last part of the address of its page."),
}
