"""What the tests of what leaves the site share."""

from pathlib import Path

import pytest
from flask import Flask

from tests.lasting import AppWith

PUBLIC = "http://dialogue.example"


@pytest.fixture
def site(app_with: AppWith, tmp_path: Path) -> Flask:
    """An installation at an address of its own, with a folder of its own."""
    return app_with(public_url=PUBLIC, data_dir=tmp_path)
