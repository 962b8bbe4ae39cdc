"""Commands as somebody types them, on one installation or another."""

from contextvars import Context

from flask import Flask

from participation.extensions import db


def typed(app: Flask, *words: str) -> str:
    """Run a command as somebody types it."""

    def run() -> str:
        with app.app_context():
            done = app.test_cli_runner().invoke(args=list(words))
            db.session.remove()
            db.engine.dispose()
        assert done.exit_code == 0, done.output
        return done.output

    return Context().run(run)
