"""K15: a process that was forked never works through its parent's connections to SQLite."""

import os

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from participation.db import begin_write


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_k15_a_forked_process_opens_connections_of_its_own(net: Session, engine: Engine) -> None:
    net.commit()
    with engine.connect() as connection:
        mine = id(connection.connection.dbapi_connection)
    opened: list[int] = []
    event.listen(engine, "connect", lambda raw, _record: opened.append(id(raw)))
    child = os.fork()
    if child == 0:
        os._exit(in_child(engine, opened, mine))
    _pid, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == 0
    with engine.connect() as connection:  # the parent goes on with what it had
        assert id(connection.connection.dbapi_connection) == mine
        assert set(connection.scalars(text("SELECT language FROM person"))) == {"fr"}
    begin_write(net)
    assert net.scalar(text("PRAGMA integrity_check")) == "ok"


def in_child(engine: Engine, opened: list[int], parents: int) -> int:
    """Read and write; return 0 where it went through a connection of this process."""
    try:
        with Session(engine) as own:
            begin_write(own)
            own.execute(text("UPDATE person SET language = 'fr'"))
            used = id(own.connection().connection.dbapi_connection)
            own.commit()
    except BaseException:  # noqa: BLE001  # nothing of the tests may run on in the child
        return 2
    return 0 if used != parents and opened == [used] else 1
