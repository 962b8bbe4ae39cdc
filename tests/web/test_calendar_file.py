"""Calendar files as RFC 5545 wants them."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from participation.clock import BRUSSELS
from participation.web.calendar_file import Event, escaped, folded, written

EVENT = Event(
    uid="2027-0001@reseau.example",
    stamp=datetime(2027, 1, 2, 13, 0, tzinfo=BRUSSELS),
    begins=date(2027, 3, 9),
    last=date(2027, 3, 10),
    title="Thee, koek; en een \\ streep",
    place="Luik",
    text="Eerste regel\nTweede regel",
    address="https://reseau.example/nl/initiatives/2027-0001",
    language="nl",
)


def test_whole_days_end_where_the_next_day_begins() -> None:
    lines = written(EVENT, maker="Réseau", language="nl").split("\r\n")
    assert "DTSTART;VALUE=DATE:20270309" in lines
    assert "DTEND;VALUE=DATE:20270311" in lines
    assert "DTSTAMP:20270102T120000Z" in lines


def test_an_hour_is_told_in_utc_in_winter_and_in_summer() -> None:
    for month, expected in ((1, "T130000Z"), (7, "T120000Z")):
        begins = datetime(2027, month, 9, 14, 0, tzinfo=BRUSSELS)
        assert f"DTSTART:2027{month:02}09{expected}" in written(
            EVENT._replace(begins=begins, last=None), maker="Réseau", language="nl"
        )


def test_signs_with_a_meaning_lose_it() -> None:
    text = written(EVENT, maker="Réseau", language="nl")
    assert "SUMMARY;LANGUAGE=nl:Thee\\, koek\\; en een \\\\ streep" in text
    assert "Eerste regel\\nTweede regel" in text
    assert escaped("a\r\nBEGIN:VEVENT\x07") == "a\\nBEGIN:VEVENT"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_no_line_is_longer_than_75_octets_and_none_is_lost(text: str) -> None:
    lines = folded(text).split("\r\n ")
    assert "".join(lines) == text
    assert all(len(line.encode()) <= 75 for line in lines[:1])
    assert all(len(line.encode()) <= 74 for line in lines[1:])


def test_several_dates_are_one_calendar_with_a_name() -> None:
    text = written(EVENT, EVENT._replace(uid="other"), maker="Réseau", language="nl", name="Dialoog; straks")
    assert text.count("BEGIN:VCALENDAR") == text.count("END:VCALENDAR") == 1
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    assert "X-WR-CALNAME:Dialoog\\; straks" in text
