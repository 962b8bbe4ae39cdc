"""What the tests of what leaves the site share."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from participation.app import create_app
from participation.extensions import db
from tests.conftest import settings_for

PUBLIC = "http://dialogue.example"


@pytest.fixture
def site(url: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation at an address of its own, with a folder of its own."""
    app = create_app(replace(settings_for(url), public_url=PUBLIC, data_dir=tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()
