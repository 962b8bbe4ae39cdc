"""After each attack the database is looked over."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.attacks import oracle


@pytest.fixture
def site(app: Flask, net: Session) -> Iterator[Flask]:
    """The application over the small network; afterwards every invariant of the database is asked."""
    net.commit()
    yield app
    oracle.keeps_its_invariants(net)
