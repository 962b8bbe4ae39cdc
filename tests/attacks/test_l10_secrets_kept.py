"""L10: a form laid aside until its sender has signed in holds no password and no code."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.deeds import KeptForm

SECRET = "thee met de wijkagent op maandag"  # noqa: S105  # made up


def test_l10_no_secret_is_laid_aside(app: Flask, demo: Session) -> None:
    demo.rollback()
    for page in ("password", "address", "app", "forget-factors"):
        sent = {
            "current": SECRET,
            "new": SECRET,
            "code": SECRET,
            "password": SECRET,
            "answer": SECRET,
            "name": "My phone",
        }
        assert app.test_client().post(f"/en/account/{page}", data=sent).status_code == 303
    kept = demo.scalars(select(KeptForm)).all()
    assert kept
    assert all("My phone" in one.fields for one in kept)
    assert not [one for one in kept if SECRET in one.fields]
