"""What a template shows is escaped as Jinja would escape it, whatever it is."""

from enum import StrEnum

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Undefined
from jinja2 import Environment as Jinja
from markupsafe import Markup, escape

from participation.web.drawing import shown

SHARP = """<a href='x' title="y">&amp;</a>"""
SAFE = Markup("""<a href='x' title="y">&amp;</a>""")


class Sharp(StrEnum):
    ONE = SHARP


class Own:
    def __html__(self) -> str:
        return "<hr>"


class Plain:
    def __str__(self) -> str:
        return SHARP


THINGS = (SHARP, SAFE, Sharp.ONE, Own(), Plain(), Undefined(), None, True, 5, 2.5, [SHARP], (Markup("<br>"),))


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_what_is_shown_is_what_escape_makes_of_it(thing: object) -> None:
    assert shown(thing) == escape(thing)


@given(st.text())
def test_any_text_is_shown_as_escape_writes_it(text: str) -> None:
    assert shown(text) == escape(text)


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x }}{% endcall %}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{% for one in [x] %}{{ one }}{% endfor %}",
        "{% block b %}{{ x }}{% endblock %}",
        "{% autoescape true %}{{ x }}{% endautoescape %}",
        "{{ '' ~ x }}",
        "{{ x if x }}",
    ],
)
def test_every_way_of_showing_escapes_once(app: Flask, template: str) -> None:
    drawn = app.jinja_env.from_string(template)
    assert drawn.render(x=SHARP) == Jinja(autoescape=True).from_string(template).render(x=SHARP) == escape(SHARP)
    assert drawn.render(x=SAFE) == SAFE


def test_a_text_file_shows_words_as_they_are(app: Flask) -> None:
    """A mail in plain text is no HTML."""
    environment = app.jinja_env.overlay(loader=DictLoader({"mail.txt": "{{ x }}", "mail.html": "{{ x }}"}))
    assert environment.get_template("mail.txt").render(x=SHARP) == SHARP
    assert environment.get_template("mail.html").render(x=SHARP) == escape(SHARP)
