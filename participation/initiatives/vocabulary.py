"""The closed lists a text chooses from, and how long its parts may be (characters)."""

AUDIENCES = (
    "youth", "elderly", "supporters", "neighbours", "students", "schools",
    "people_with_disability", "professionals", "general",
)  # fmt: skip
DATE_KINDS = ("fixed_day", "series", "period", "to_be_agreed")
DATED = frozenset(DATE_KINDS) - {"to_be_agreed"}
ENDING = frozenset({"series", "period"})  # have a last day too
ASK_TYPES = ("send_professional", "host_location", "facilitate", "translate", "material", "advise", "spread_word")
OUTCOMES = ("took_place", "another_form", "did_not_take_place")
HELD, NOT_HELD = "took_place", "did_not_take_place"

FIXED = ("title", "summary", "body", "audiences", "municipality", "date_kind", "date_from", "date_to", "asks", "limits")
DETAILS = ("hour", "room", "contact", "links", "facilitator", "follow_up")  # change without a version
REMARKABLE = FIXED  # the fields a moderator can remark on
# The order in which one writes: a screen each, with its fields.
STEPS = {
    "text": ("title", "summary", "body"),
    "dialogue": ("audiences", "municipality", "date_kind", "date_from", "date_to"),
    "asks": ("asks", "limits"),
    "practical": ("hour", "room", "facilitator", "contact", "contact_shown", "links", "follow_up"),
}
STEP_OF = {name: step for step, names in STEPS.items() for name in names}

LONGEST = {
    "title": 120,
    "summary": 400,
    "body": 8000,
    "limits": 1000,
    "municipality": 80,
    "date_kind": 20,
    "date_from": 20,
    "date_to": 20,
    "hour": 5,
    "room": 200,
    "contact": 200,
    "links": 1000,
    "facilitator": 200,
    "follow_up": 20,
    "ask": 200,
    "number": 20,
    "reason": 2000,
    "remark": 1000,
    "comment": 3000,
    "statement": 500,
    "agreed": 3000,
    "next_by": 200,
}
MOST_ASKS = 12
MOST_OF_AN_ASK = 999
