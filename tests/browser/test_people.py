"""From the wish to join to a colleague's first day; the ways of signing in; a week's mail: each in a real browser."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Page, Route

from participation import clock
from participation.notifications.letters import LOGO
from tests.accounts.provider import running_provider
from tests.browser.axe import axe
from tests.browser.conftest import Arrive, sitting_down
from tests.browser.post import Post
from tests.browser.server import ROOT, Site, serving
from tests.browser.test_pages import require_good
from tests.browser.visit import PHONE, Visit, Watch
from tests.notifications.scene import text_of

pytestmark = pytest.mark.browser
PASSWORD = "vier trage bussen in de regen"  # noqa: S105  # of invented people
KNOWN = {"sub": "elderly-1", "email": "elderly@demo.example", "email_verified": True}
STRANGER = {"sub": "stranger", "email": "stranger@example.be", "email_verified": True}
WEEK = timedelta(days=7)
STEP = timedelta(seconds=30)  # of a one-time code
NARROW = 360
NEIGHBOUR = "voisine@example.be"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider(KNOWN, STRANGER) as address:
        yield address


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Site]:
    """A site at the name a passkey can be bound to, with a provider to sign in with."""
    sso = {"OIDC_ISSUER": provider, "OIDC_CLIENT_ID": "reseau", "OIDC_CLIENT_SECRET": "x" * 32}
    with serving(tmp_path_factory.mktemp("house"), "localhost", **sso) as running:
        yield running


@pytest.fixture
def come(chromium: Browser, house: Site, provider: str) -> Iterator[Arrive]:
    with sitting_down(chromium, Watch(house.origin, besides=(provider,)), lambda _account: None) as one:
        yield one


@pytest.fixture
def post(house: Site) -> Post:
    return Post(house)


def is_signed_in(visit: Visit) -> bool:
    visit.go("/account/")
    return bool(visit.form("account").count())


def test_an_organisation_joins_is_approved_and_a_colleague_is_invited_and_comes(come: Arrive, post: Post) -> None:
    lena, desk, tom = come(language="nl"), come(language="fr"), come(language="de")
    _apply(lena)
    lena.go(post.link(post.next("lena@zonneweelde.example"), "/join/"))
    if lena.page.locator("main form[data-action]").count():  # the address is confirmed there first
        lena.leave_by(lena.page.locator("main form[data-action] button").first)
    require_good(lena.page, "what became of the application")
    post.next("lena@zonneweelde.example")  # that it has reached the moderation team
    slug = _approve(desk)
    welcome = post.link(post.next("lena@zonneweelde.example"), "/welcome/")
    lena.go(welcome)
    lena.send("welcome", {"password": "1234", "age": True}, status=422)
    lena.send("welcome", {"password": PASSWORD, "age": True})
    desk.go(welcome)
    assert not desk.form("welcome").count()  # the link again, by whoever has it: nothing more to do
    members = f"/organisations/{slug}/members/"
    lena.go(members)
    lena.follow("invite")
    lena.send("invite", {"email": "tom@zonneweelde.example", "role": "editor", "language": "de"})
    assert lena.page.locator("main [data-invitation]").count() == 1
    _accept(tom, post, members)
    again = come(language="en")
    again.sign_in("lena@zonneweelde.example", PASSWORD)
    again.go(members)
    assert again.page.locator("main [data-member]").count() == 2
    assert not again.page.locator("main [data-invitation]").count()


def _apply(lena: Visit) -> None:
    lena.go("/join")
    lena.send("apply", {"name": "Ouderenraad Zonneweelde", "email": "lena@zonneweelde.example"}, status=422)
    lena.send("apply", {
        "speaks": True, "language": "nl", "kind": "elderly_organisation", "languages": ["nl"], "reads": "nl",
        "about": "Wij brengen ouderen van drie dorpen samen.", "applicant": "Lena", "function": "Voorzitter",
        "age": True,
    })  # fmt: skip
    assert "Ouderenraad Zonneweelde" in lena.page.locator("main").inner_text()


def _approve(desk: Visit) -> str:
    desk.sign_in("moderator")
    desk.go("/desk/organisations/")
    desk.leave_by(desk.page.locator("main a").filter(has_text="Ouderenraad Zonneweelde").first)
    slug = desk.page.url.rsplit("/", 1)[1]
    desk.follow("approve")
    desk.send("approve")
    return slug


def _accept(tom: Visit, post: Post, members: str) -> None:
    invitation = post.link(post.next("tom@zonneweelde.example"), "/invitation/")
    tom.go(invitation)
    assert "Ouderenraad Zonneweelde" in tom.page.locator("main").inner_text()
    tom.send("make-account", {"name": "Tom", "password": PASSWORD, "age": True})
    assert tom.page.url.endswith(members)
    assert not tom.page.locator("main [data-action=invite]").count()  # editors invite nobody
    tom.go(invitation)
    assert not tom.page.locator("main form[data-action]").count()


def test_an_app_and_a_code_on_paper_are_second_steps(come: Arrive, post: Post) -> None:
    fire = come(language="fr")
    fire.sign_in("fire")
    fire.go("/account/app")
    app = pyotp.TOTP(str(fire.form("add-app").locator("[name=secret]").get_attribute("value")))
    fire.send("add-app", {"code": "12"}, status=422)
    fire.send("add-app", {"code": app.at(clock.now())})
    assert post.next("fire@demo.example")["Subject"]
    fire.follow("paper")
    fire.press("print-codes")
    assert post.next("fire@demo.example")["Subject"]
    paper = fire.page.locator("main code").all_inner_texts()
    fire.sign_out()
    fire.sign_in("fire")
    assert not axe(fire.page)
    fire.send("second-step", {"code": "000 000"}, status=422)
    fire.send("second-step", {"code": app.at(clock.now() + STEP)})  # the one that set it up is used up
    assert is_signed_in(fire)
    fire.sign_out()
    fire.sign_in("fire")
    fire.send("second-step", {"code": paper[0]})
    assert is_signed_in(fire)
    fire.sign_out()
    fire.sign_in("fire")
    fire.send("second-step", {"code": paper[0]}, status=422)  # good once
    assert fire.form("second-step").count()


def test_a_passkey_is_made_and_shown(come: Arrive) -> None:
    warden = come(language="de")
    _with_authenticator(warden.page)
    warden.sign_in("wardens")
    warden.go("/account/")
    warden.follow("add-passkey")
    warden.fill("add-passkey", {"name": "Telefon"})
    warden.leave_by(warden.page.locator("main [data-passkey] button"))
    assert "Telefon" in warden.page.locator("main").inner_text()
    warden.sign_out()
    warden.sign_in("wardens")
    assert not warden.page.url.endswith("/workspace/")
    warden.leave_by(warden.page.locator("main [data-passkey] button"))
    assert is_signed_in(warden)
    other = come(language="de")  # a browser without the key comes no further than the question
    other.sign_in("wardens")
    other.send("second-step", {"code": "123456"}, status=422)


def _with_authenticator(page: Page) -> None:
    """Give the browser a key that says yes by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def test_a_link_by_mail_signs_in_once_and_reading_it_does_nothing(come: Arrive, post: Post) -> None:
    scanner, owner, late = come(language="nl"), come(language="nl"), come(language="nl")
    owner.go("/sign-in/link")
    owner.send("send-link", {"email": "bin@demo.example"})
    link = post.link(post.next("bin@demo.example"), "/sign-in/link/")
    scanner.go(link)
    assert not is_signed_in(scanner)
    owner.go(link)
    owner.send("enter-by-link")
    assert is_signed_in(owner)
    late.go(link)
    assert not late.form("enter-by-link").count()
    require_good(late.page, "a link that was used")
    assert not is_signed_in(late)


def test_a_provider_says_who_one_is(come: Arrive) -> None:
    elderly, stranger = come(language="en"), come(language="en")
    for visit in (elderly, stranger):
        visit.page.route("**/*.css", _styled_by_nobody)
    _by_provider(elderly, "elderly-1")
    assert is_signed_in(elderly)
    _by_provider(stranger, "stranger", status=403)
    require_good(stranger.page, "somebody the platform does not know yet")
    assert not is_signed_in(stranger)


def _styled_by_nobody(route: Route) -> None:
    """The provider's page asks another host for its looks."""
    if "localhost" in route.request.url:
        route.continue_()
    else:
        route.fulfill(body="", content_type="text/css")


def _by_provider(visit: Visit, subject: str, status: int = 200) -> None:
    visit.go("/sign-in")
    visit.leave_by(visit.page.locator("main a[data-action=to-provider]"))
    visit.leave_by(visit.page.locator(f"button[value={subject}]"), status)


def test_a_week_of_news_is_one_mail_that_one_press_ends(come: Arrive, post: Post, house: Site) -> None:
    youth, partner, reader = come(), come(), come(language="fr", setting=PHONE)
    reference = _signed_by_nobody_yet(youth, partner, house)
    _be_told(reader, post, reference)
    _move(youth, "14:30")
    partner.follow("co-sign")
    partner.send("co-sign", {"mandate": True, "statement": "We bring the coffee."})
    post.work(later=timedelta())
    assert not post.waiting(NEIGHBOUR)  # at most once a week
    post.work(later=WEEK)
    mail = post.next(NEIGHBOUR)
    words = text_of(mail)
    assert words.count(reference) == 2  # two events, one entry: named once, and in its address
    assert "We bring the coffee." in words
    post.work(later=WEEK)
    assert not post.waiting(NEIGHBOUR)
    _look_at(reader.page, text_of(mail, "html"))
    _stop(reader)
    youth.sign_in("youth")  # a week later
    _move(youth, "15:30")
    post.work(later=2 * WEEK)
    assert not post.waiting(NEIGHBOUR)


def _be_told(reader: Visit, post: Post, reference: str) -> None:
    reader.go(f"/tell-me?initiative={reference}")
    reader.send("tell-me", {"email": NEIGHBOUR})
    reader.go(post.link(post.next(NEIGHBOUR), "/follow/"))
    reader.send("agree")


def _stop(reader: Visit) -> None:
    """By the link in the mail, which is open: one press."""
    reader.leave_by(reader.page.locator(f'a[href^="{reader.watch.origin}/fr/stop/"]'))
    reader.send("stop")
    require_good(reader.page, "the mails are stopped")


def _signed_by_nobody_yet(youth: Visit, partner: Visit, house: Site) -> str:
    """Find an initiative of the youth council that the partner may still co-sign; both sign in."""
    youth.sign_in("youth")
    partner.sign_in("bin")
    for reference in house.references("published"):
        youth.reference = partner.reference = reference
        youth.open()
        partner.open()
        if "update-details" in youth.acts() and "co-sign" in partner.acts():
            return reference
    raise AssertionError


def _move(youth: Visit, hour: str) -> None:
    youth.open()
    youth.follow("update-details")
    youth.send("update-details", {"hour": hour})


def _look_at(page: Page, words: str) -> None:
    """Open a mail as a program on a telephone would."""
    page.goto("about:blank")  # none of the site's own rules for pages hold there
    # A browser lets no page of nowhere ask this machine for a picture; mail programs have it from their own server.
    page.route(f"**{LOGO}", lambda asked: asked.fulfill(path=ROOT / LOGO.lstrip("/")))
    page.set_content(words)
    page.set_viewport_size({"width": NARROW, "height": 740})
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
