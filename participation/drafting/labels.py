"""The words of the editor: its steps, what makes a good answer, and what happens next in each state."""

from participation.languages import lazy as _l

STEPS = {
    "text": _l("The text"),
    "dialogue": _l("Who, where and when"),
    "asks": _l("Partners and limits"),
    "practical": _l("Practical details"),
}
HINTS = {
    "title": _l("Say what will happen, for example: Coffee with the fire brigade in Kortrijk."),
    "summary": _l("Two or three sentences that a neighbour understands. They stand on the card in the list."),
    "body": _l(
        "Why you want this conversation, how it goes, who leads it. You can use Markdown: **bold**, lists, links."
    ),
    "audiences": _l("Choose all that you invite."),
    "municipality": _l("Begin to type, or write the name or postcode in full."),
    "date_kind": _l("Choose “to be agreed” if partners may help to choose the day."),
    "date_from": _l("For example 2027-03-09 or 9/3/2027."),
    "date_to": _l("Only for a series or a period."),
    "asks": _l("Ask for one thing in each row, and say how many. Partners answer each question by itself."),
    "limits": _l("What people should not expect, for example: no complaints about a fine, no emergency calls."),
    "hour": _l("For example 19:00."),
    "room": _l("Where exactly, and whether people in a wheelchair can come in."),
    "facilitator": _l("Who leads the conversation. Leave it empty if you are looking for someone."),
    "contact": _l("A name with an e-mail address or a telephone number. Partners see it."),
    "links": _l("One web address a line, starting with https://"),
    "follow_up": _l("When you look together at what came of it. For example 2027-06-09."),
}
# Beside each step: what makes a good initiative.
ADVICE = {
    "text": (
        _l("Small, clear and both ways: people sit down together, ask each other questions, and agree on something."),
        _l("No names of private persons, and none of minors."),
    ),
    "dialogue": (
        _l("One meeting is enough to begin with. Small tables work better than a full hall."),
        _l("Both sides give something: citizens listen too, professionals ask questions too."),
    ),
    "asks": (
        _l("Asks that a partner can say yes to: “two firefighters, for one evening” is better than “support”."),
        _l("Say what it is not. Complaints about one case have a place of their own."),
    ),
    "practical": (
        _l("Somebody neutral leads the conversation."),
        _l("Choose the day on which you look back together."),
    ),
}
OPTIONAL = frozenset({"date_to", "hour", "room", "facilitator", "contact", "links", "follow_up"})

# What happens next, by whom and about when, as the proposing organisation reads it. The key is the state, or more.
NEXT = {
    "draft": _l(
        "Only your organisation sees this. Finish the text, then one of your representatives submits it."
        " Submitted today, it has an answer by %(date)s."
    ),
    "submitted": _l("The moderation team reads it and answers by %(date)s: to the partners, back with remarks, or no."),
    "late": _l(
        "The moderation team promised an answer by %(date)s, and is late. Yours is among the first on its list now."
    ),
    "changes_requested": _l(
        "It is your turn: change the text, then one of your representatives submits it again."
        " Submitted today, it has an answer by %(date)s."
    ),
    "consultation": _l(
        "Partners comment and co-sign. With %(organisations)s organisations from %(pillars)s parts of the network,"
        " a moderator can publish it. So far: %(signed)s from %(parts)s."
    ),
    "consultation_dated": _l(
        "Partners comment and co-sign before %(first)s, the day of the dialogue. With %(organisations)s organisations"
        " from %(pillars)s parts of the network, a moderator can publish it. So far: %(signed)s from %(parts)s."
    ),
    "consultation_past": _l(
        "The planned day, %(day)s, has passed. Agree on another one with the partners, then make a new version."
    ),
    "consultation_reached": _l(
        "Enough organisations have co-signed. A moderator can publish it as soon as title and summary"
        " are there in Dutch and in French."
    ),
    "published": _l("Everyone can read it. After %(day)s one of your representatives reports what came of it."),
    "published_undated": _l("Everyone can read it. Agree on a day with the partners, then make a new version."),
    "to_conclude": _l("The day was %(day)s: one of your representatives now reports what came of it."),
    "pending": _l(
        "A moderator reads your new version and answers by %(date)s. Until then the earlier text stays public."
    ),
    "concluded": _l("The outcome is public. Later, your representatives can add what became of the agreements."),
    "concluded_until": _l(
        "The outcome is public. Around %(follow_up)s one of your representatives adds what became of the agreements."
    ),
    "concluded_late": _l(
        "What was agreed had to be done by %(follow_up)s: one of your representatives now adds what became of it."
    ),
    "declined": _l("One of your representatives can appeal once, until %(until)s. Another moderator then looks at it."),
    "appeal_answered": _l("The appeal has been answered, and nothing more follows. The text stays yours."),
    "appeal_over": _l("An appeal was possible until %(until)s, and nothing more follows. The text stays yours."),
    "withdrawn": _l("Nothing more follows. What was public stays readable, with a notice."),
    "unpublished": _l("Readers see a notice in its place. You can appeal once, until %(until)s."),
    "unpublished_unseen": _l("Readers find no page in its place. You can appeal once, until %(until)s."),
    "appeal_waits": _l("A moderator who took no part looks at your appeal and answers by %(date)s."),
}
# What one's own organisation is asked to do, in the list of what needs it.
NEEDS = {
    "changes_requested": _l("Change the text"),
    "to_conclude": _l("Report the outcome"),
    "reaffirm": _l("Confirm again"),
    "confirm": _l("Read and confirm"),
}
