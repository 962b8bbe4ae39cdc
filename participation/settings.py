"""Settings, read from the environment once and checked at start-up."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import quote
from pathlib import Path
from typing import Any, Self

PRODUCTION_NEEDS = ("SECRET_KEY", "DATABASE_URL", "PUBLIC_URL")
SHORTEST_SECRET = 32  # characters
NUMBERS = (
    "pool_size", "threshold_organisations", "threshold_pillars", "desk_days", "trusted_proxies", "session_hours",
    "session_idle_minutes", "statement_seconds",
)  # fmt: skip
WORDS = (
    "redis_url", "oidc_client_id", "oidc_client_secret", "oidc_name", "publisher", "contact_email", "contact_phone",
    "contact_address",
)  # fmt: skip
BRAND_HOLDS = ("logo.svg", "colours.css", "icon.svg")
LONGEST_NAME = 40  # characters; it stands in one line on a telephone
STATIC = Path(__file__).parents[1] / "static"


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message says which, and what to do."""


@dataclass(frozen=True)
class Settings:
    """What differs between one installation and another."""

    database_url: str
    """A SQLite file or `postgresql+psycopg://...`; never `:memory:`, which has no file to queue at."""
    secret_key: str
    """Signs cookies and form tokens."""
    data_dir: Path = Path("instance")
    """Where SQLite, spooled mail, share pictures and a generated local secret go."""
    production: bool = False
    """`APP_ENV=production`: refuses demo data and debug, asks for TLS."""
    public_url: str = "http://127.0.0.1:8000"
    """Every absolute link starts with it, never with the Host header."""
    mail_url: str = "spool:"
    """`smtp(s)://user:password@host:port`, or `spool:` for `.eml` files below `data_dir`."""
    platform_name: str = "Réseau"
    """What the platform is called in every language: in header, titles, mails, pictures, calendar files, apps."""
    brand_dir: Path = STATIC / "brand"
    """The folder with the campaign's `logo.svg`, `colours.css` and `icon.svg` (filled paths in a square of 48)."""
    mail_from: str = "Réseau <no-reply@reseau.example>"
    """The sender of every mail."""
    port: int = 8000
    """Where `flask serve` listens on 127.0.0.1."""
    pool_size: int = 20
    """At least as many as the server's threads: a thread without a connection waits, and then answers 503."""
    statement_seconds: int = 10
    """After how many seconds PostgreSQL gives up a statement of a page, which then answers 503; 0 for never."""
    threshold_organisations: int = 3
    """How many co-signatures must count before an initiative is published without a written reason."""
    threshold_pillars: int = 2
    """From how many pillars they must come."""
    desk_days: int = 10
    """Working days within which the desk promises an answer."""
    rate_limits: bool = True
    """Off for benches only."""
    redis_url: str = ""
    """Counters of the rate limits and clock of the worker; else counts are per process and the clock is a file."""
    argon2_cost: int = 3
    """Passes of argon2; cheaper in tests only."""
    oidc_issuer: str = ""
    """Address of an OpenID provider; with it the sign-in page offers single sign-on."""
    oidc_client_id: str = ""
    """How the provider knows this installation."""
    oidc_client_secret: str = ""
    """What it proves that with."""
    oidc_name: str = "OpenID"
    """What the button calls the provider."""
    trusted_proxies: int = 0
    """How many web servers stand in front; the limits count the address that the outermost of them saw."""
    require_second_factor: bool = False
    """Whether moderators and administrators act only after a second factor; on in production."""
    session_hours: int = 24
    """How long one stays signed in at most; more than 20, so that nobody is cut off who is still at work."""
    session_idle_minutes: int = 60
    """After how many minutes without any act a session ends; the page asks before; 0 for never."""
    publisher: str = "Campagnebureau Voorbeeld"
    """Who answers for the site; shown on contact, privacy and accessibility pages."""
    contact_email: str = "info@reseau.example"
    """Where readers write to."""
    contact_phone: str = ""
    """Where readers call; left out where empty."""
    contact_address: str = ""
    """Where letters go; left out where empty."""

    @property
    def secure(self) -> bool:
        """Whether cookies and headers may count on TLS."""
        return self.public_url.startswith("https:")

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the environment; raise `SettingsError` at the start rather than at the first request."""
        production = env.get("APP_ENV", "") == "production"
        if production and (missing := [name for name in PRODUCTION_NEEDS if not env.get(name)]):
            raise SettingsError(f"APP_ENV=production needs {', '.join(missing)}.")
        data_dir = Path(env.get("DATA_DIR") or "instance").resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        port = _number(env, "PORT", 8000)
        name = env.get("PLATFORM_NAME") or cls.platform_name
        found = cls(
            database_url=_psycopg(env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'participation.db'}"),
            secret_key=env.get("SECRET_KEY") or _local_secret(data_dir),
            data_dir=data_dir,
            production=production,
            public_url=(env.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
            mail_url=env.get("MAIL_URL") or "spool:",
            platform_name=name,
            brand_dir=Path(env.get("BRAND_DIR") or cls.brand_dir),
            mail_from=env.get("MAIL_FROM") or f'"{quote(name)}" <no-reply@reseau.example>',
            port=port,
            **_as_given(env, cls),
            rate_limits=env.get("RATE_LIMITS", "on") != "off",
            oidc_issuer=(env.get("OIDC_ISSUER") or "").rstrip("/"),
            require_second_factor=env.get("REQUIRE_SECOND_FACTOR", "on" if production else "off") != "off",
        )
        found.check(env)
        return found

    def check(self, env: Mapping[str, str]) -> None:
        """Refuse what would be unsafe or is not there; raise `SettingsError`."""
        if missing := [name for name in BRAND_HOLDS if not (self.brand_dir / name).is_file()]:
            raise SettingsError(f"BRAND_DIR {self.brand_dir} lacks {', '.join(missing)}.")
        if not self.platform_name.isprintable() or not 0 < len(self.platform_name) <= LONGEST_NAME:
            raise SettingsError(f"PLATFORM_NAME must be one line of at most {LONGEST_NAME} characters.")
        if ":memory:" in self.database_url or self.database_url == "sqlite://":
            raise SettingsError("DATABASE_URL must name a file or a server: in-memory databases have no queue.")
        if self.session_idle_minutes == 1:
            raise SettingsError("SESSION_IDLE_MINUTES must be 2 or more, or 0 for never: a warning needs its time.")
        if not self.production:
            return
        if len(self.secret_key) < SHORTEST_SECRET:
            raise SettingsError(f"SECRET_KEY needs at least {SHORTEST_SECRET} characters; try: openssl rand -hex 32")
        if env.get("FLASK_DEBUG", "0") not in {"", "0"}:
            raise SettingsError("FLASK_DEBUG must be off where APP_ENV=production.")


def _as_given(env: Mapping[str, str], otherwise: type[Settings]) -> dict[str, Any]:
    """Read what is taken as it stands, by the setting's own name in capitals."""
    numbers = {name: _number(env, name.upper(), getattr(otherwise, name)) for name in NUMBERS}
    return numbers | {name: env.get(name.upper()) or getattr(otherwise, name) for name in WORDS}


def _psycopg(url: str) -> str:
    """Accept the addresses that hosting platforms hand out."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _number(env: Mapping[str, str], name: str, otherwise: int) -> int:
    given = env.get(name) or str(otherwise)
    if not given.isascii() or not given.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {given!r}.")
    return int(given)


def _local_secret(data_dir: Path) -> str:
    """Make a secret once for a local installation, readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()
