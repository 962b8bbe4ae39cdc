"""The scene every test of comments plays on, on both engines."""

import pytest
from sqlalchemy.orm import Session

from tests.comments.scene import Scene, build


@pytest.fixture
def scene(session: Session) -> Scene:
    return build(session)
