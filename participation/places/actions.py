"""Fill the table of municipalities."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from participation.places.data import Municipality, municipalities, normalise
from participation.places.models import SORT_KEYS, MunicipalityRow

INSERTS: dict[str, type[sqlite.Insert | postgresql.Insert]] = {"sqlite": sqlite.Insert, "postgresql": postgresql.Insert}


def load(session: Session) -> None:
    """Add every municipality, and bring up to date those that are there; call after `begin_write`.

    None is removed: one that has been merged into another may still be named by what was written before.
    """
    insert = INSERTS[session.get_bind().dialect.name](MunicipalityRow)
    changed = {name: insert.excluded[name] for name in ("province", *(key.key for key in SORT_KEYS.values()))}
    upsert = insert.on_conflict_do_update(index_elements=[MunicipalityRow.nis], set_=changed)
    session.execute(upsert, [_row(place) for place in municipalities().values()])


def _row(place: Municipality) -> dict[str, str]:
    keys = {column.key: normalise(place.name_in(language)) for language, column in SORT_KEYS.items()}
    return {"nis": place.nis, "province": place.province, **keys}
