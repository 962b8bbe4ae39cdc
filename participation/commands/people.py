"""`flask user`: people, and who among them moderates and administers. Each change is in the journal."""

from dataclasses import dataclass

import click
from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import addresses, passwords
from participation.accounts.models import Person, SignedIn
from participation.accounts.notices import NOTICES
from participation.db import begin_write
from participation.deeds import Deed
from participation.errors import Incomplete
from participation.extensions import db
from participation.languages import choose
from participation.tongues import LANGUAGES
from participation.web.request_id import request_id
from participation.web.words import say_problem


@dataclass(frozen=True)
class CommandLine:
    """Who types here: whoever runs the installation, without a name."""

    key: str = "command-line"
    organisation_id: int | None = None


@click.group("user")
def user() -> None:
    """Add people, name moderators and administrators, set passwords."""


@user.command("add")
@click.argument("email")
@click.option("--name", prompt=True)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="nl", show_default=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
def add(email: str, name: str, language: str, password: str) -> None:
    """Add a person who can sign in."""
    address = email.strip().lower()
    if "@" not in address or not name.strip():
        raise click.ClickException("A person needs an e-mail address and a name.")
    hashed = _hash(password, address)
    deed = _begin()
    if deed.session.scalar(select(Person.id).where(Person.email == address)):
        raise click.ClickException(f"{address} is there already.")
    person = Person(name=name.strip(), email=address, language=language, password=hashed, created_at=deed.at)
    deed.session.add(person)
    deed.session.flush()
    _record(deed, "add_person", person)
    click.echo(f"{address} can sign in.")


@user.command("list")
def listed() -> None:
    """List everyone, with what they are."""
    for person in db.session.scalars(select(Person).order_by(Person.email)):
        roles = [word for word, holds in _roles(person) if holds]
        click.echo(f"{person.email}  {person.name}  {person.language}  {', '.join(roles)}".rstrip())


@user.command("moderator")
@click.argument("email")
@click.option("--off", is_flag=True, help="Take it away.")
def moderator(email: str, *, off: bool) -> None:
    """Let a person moderate, from the next request on."""
    deed = _begin()
    person = _person(deed.session, email)
    person.is_moderator = not off
    _record(deed, "end_moderator" if off else "name_moderator", person)
    click.echo(f"{person.email} {'moderates no longer' if off else 'is a moderator'}.")


@user.command("administrator")
@click.argument("email")
@click.option("--off", is_flag=True, help="Take it away.")
def administrator(email: str, *, off: bool) -> None:
    """Let a person administer, from the next request on."""
    deed = _begin()
    person = _person(deed.session, email)
    person.is_administrator = not off
    _record(deed, "end_administrator" if off else "name_administrator", person)
    click.echo(f"{person.email} {'administers no longer' if off else 'is an administrator'}.")


@user.command("password")
@click.argument("email")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
def password(email: str, password: str) -> None:
    """Set a person's password; whoever is signed in with the old one is signed out."""
    hashed = _hash(password, email)
    deed = _begin()
    person = _person(deed.session, email)
    person.password = hashed
    deed.session.execute(delete(SignedIn).where(SignedIn.person_id == person.id))
    _record(deed, "set_password", person)
    click.echo(f"{person.email} has a new password.")


@user.command("address")
@click.argument("email")
@click.argument("new")
def address(email: str, new: str) -> None:
    """Give a person another address, where the earlier mailbox is lost. Make sure first that it is that person."""
    deed = _begin()
    person = _person(deed.session, email)
    try:
        change = addresses.replace(deed.session, person, new, deed.at)
    except Incomplete as refused:
        choose("en")
        raise click.ClickException(say_problem(refused.problems["email"])) from None
    for audience in NOTICES["change_address"]:
        deed.tell("change_address", person.subject, audience, change.id)
    _record(deed, "change_address", person)
    click.echo(f"{email.strip().lower()} is now {person.email}; both addresses are told.")


def _hash(chosen: str, email: str) -> str:
    """Hash before the turn to write is taken: it is dear."""
    if problem := passwords.problem_of(chosen, email, email.partition("@")[0]):
        choose("en")
        raise click.ClickException(say_problem(problem))
    return passwords.make(chosen, current_app.config["SETTINGS"].argon2_cost)


def _begin() -> Deed[CommandLine]:
    session = db.session()
    begin_write(session)
    return Deed(session, CommandLine(), clock.now(), request_id())


def _person(session: Session, email: str) -> Person:
    found = session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()
    if found is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return found


def _record(deed: Deed[CommandLine], kind: str, person: Person) -> None:
    deed.record(kind, person.subject)
    deed.session.commit()


def _roles(person: Person) -> list[tuple[str, bool]]:
    return [("moderator", person.is_moderator), ("administrator", person.is_administrator)]
