"""The table of municipalities, on both engines."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.places.actions import load
from participation.places.data import municipalities, name_of, normalise
from participation.places.models import SORT_KEYS, MunicipalityRow


def test_loading_twice_leaves_every_municipality_once(session: Session) -> None:
    load(session)
    load(session)
    session.commit()
    rows = {row.nis: row.province for row in session.scalars(sa.select(MunicipalityRow))}
    assert rows == {place.nis: place.province for place in municipalities().values()}


def test_loading_mends_what_has_changed_and_keeps_what_is_no_more(session: Session) -> None:
    keys = {"sort_nl": "oud", "sort_fr": "vieux", "sort_de": "alt", "sort_en": "old"}
    session.add_all(MunicipalityRow(nis=nis, province="atlantis", **keys) for nis in ("44021", "99999"))
    session.commit()
    begin_write(session)
    load(session)
    session.commit()
    rows = {row.nis: row for row in session.scalars(sa.select(MunicipalityRow))}
    assert (rows["44021"].province, rows["44021"].sort_fr) == ("east_flanders", "gand")
    assert rows["99999"].province == "atlantis"


def test_sql_sorts_names_as_people_do_in_each_language(session: Session) -> None:
    load(session)
    session.commit()
    assert set(SORT_KEYS) == {"nl", "fr", "de", "en"}
    for language, key in SORT_KEYS.items():
        order = sa.select(MunicipalityRow.nis).where(MunicipalityRow.province == "liege").order_by(key)
        names = [normalise(name_of(nis, language)) for nis in session.scalars(order)]
        assert names == sorted(names)
        assert len(names) == 84
