"""After each attack the database is looked over."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import lasting, postgres
from tests.attacks import oracle
from tests.templates import Templates, settings_for


@pytest.fixture
def site(app: Flask, net: Session) -> Iterator[Flask]:
    """The application over the small network; afterwards every invariant of the database is asked."""
    net.commit()
    yield app
    oracle.keeps_its_invariants(net)


@pytest.fixture
def elsewhere(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application over an empty database, with PostgreSQL's client programs at hand."""
    monkeypatch.setenv("PATH", str(postgres.binaries()), prepend=os.pathsep)
    with lasting.app(settings_for(templates.copy("", "elsewhere"))) as made:
        yield made
    templates.remove("elsewhere")
