"""One person at one browser: goes, reads, fills and presses by the hooks of the markup, never by words or classes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from participation.demo.loader import PASSWORD
from tests.browser.hands import Finger, Keyboard, Mouse

Value = str | bool | list[str]
Scheme = Literal["light", "dark"]
ASK_ROW = re.compile(r"asks-([0-9]+)-")
MOST_STEPS = 12


@dataclass(frozen=True)
class Setting:
    """The browser one sits at."""

    width: int = 1280
    height: int = 900
    scheme: Scheme = "light"
    hands: type[Mouse] = Mouse
    scripts: bool = True

    def context(self) -> dict[str, object]:
        """Return what Playwright's contexts take."""
        touch = self.hands is Finger
        return {
            "viewport": {"width": self.width, "height": self.height},
            "color_scheme": self.scheme,
            "has_touch": touch,
            "is_mobile": touch,
            "java_script_enabled": self.scripts,
            "reduced_motion": "reduce",
            "locale": "en-GB",
        }


DESKTOP = Setting()
PHONE = Setting(width=360, height=740, hands=Finger)
KEYBOARD = Setting(hands=Keyboard)
WITHOUT_SCRIPTS = Setting(scripts=False)


@dataclass
class Watch:
    """What must never happen in a browser: an error in a script, a request to another host."""

    origin: str
    faults: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    besides: tuple[str, ...] = ()  # a provider that one signs in with; what its own pages ask for is its own matter

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _asked(self, request: Request) -> None:
        theirs = request.headers.get("referer", "").startswith(self.besides) if self.besides else False
        if not theirs and not request.url.startswith((self.origin, "data:", "about:", *self.besides)):
            self.faults.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.answers[response.url] = response.status

    def _said(self, message: ConsoleMessage) -> None:
        """Keep errors; a refused page itself is told in the console too, and is the test's own matter."""
        if message.type == "error" and message.location.get("url") not in self.answers:
            self.faults.append(f"console: {message.text} {message.location}")


class Visit:
    """A person's tab."""

    def __init__(self, page: Page, watch: Watch, language: str, setting: Setting) -> None:
        self.page, self.watch, self.language, self.setting = page, watch, language, setting
        self.hands = setting.hands()
        self.reference = ""
        self.look: Callable[[Page], list[str]] = lambda _page: []  # at every page that an act leads to

    def sit_at(self, language: str, setting: Setting) -> None:
        """Go on in another language, at another width and scheme; what one presses with stays."""
        self.language, self.setting = language, setting
        self.page.set_viewport_size({"width": setting.width, "height": setting.height})
        self.page.emulate_media(color_scheme=setting.scheme)

    def go(self, path: str, status: int = 200) -> None:
        """Open `path`, which begins after the language."""
        answer = self.page.goto(f"{self.watch.origin}/{self.language}{path}")
        assert answer is not None
        assert answer.status == status, f"{answer.status} at {path}"

    def sign_in(self, account: str, password: str = PASSWORD) -> None:
        """Sign in with a demo account's short name or a whole address."""
        self.go("/sign-in")
        email = account if "@" in account else f"{account}@demo.example"
        self.send("sign-in", {"email": email, "password": password})

    def sign_out(self) -> None:
        self.leave_by(self.page.locator("form[data-action=sign-out] button:visible"))

    def open(self) -> None:
        """Open the page of the initiative at hand."""
        self.go(f"/initiatives/{self.reference}")

    def state(self) -> str:
        return self.page.locator(f'[data-reference="{self.reference}"]').first.get_attribute("data-state") or ""

    def acts(self) -> set[str]:
        """Name the acts that the page offers."""
        return set(self.page.locator("main a[data-action]").evaluate_all("all => all.map(e => e.dataset.action)"))

    def follow(self, act: str) -> None:
        """Press the link that leads to an act's form, unless the form stands on the page itself."""
        if self.form(act).count():
            return
        self.leave_by(self.page.locator(f'main a[data-action="{act}"]').first)

    def leave_by(self, control: Locator, status: int = 200) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation() as leaving:
            self.hands.press(control)
        assert leaving.value.status == status, f"{leaving.value.status} at {leaving.value.url}: {self.complaints()}"

    def complaints(self) -> str:
        """Return what the page says is wrong, for a test that fails."""
        return " | ".join(self.page.locator("[data-error-summary], [role=status], h1").all_inner_texts())

    def form(self, act: str) -> Locator:
        return self.page.locator(f'main form[data-action="{act}"]')

    def send(self, act: str, values: Mapping[str, Value] | None = None, status: int = 200) -> None:
        """Fill the act's form and press its button."""
        missing = set(values or {}) - self.fill(act, values or {})
        assert not missing, f"no field {missing} on {self.page.url}"
        self.press(act, status)

    def press(self, act: str, status: int = 200) -> None:
        """Press the primary button: the one that adds nothing of its own, where there are several."""
        buttons = self.form(act).locator("button:not([type=button])")
        plain = buttons.and_(self.page.locator(":not([name])"))
        self.leave_by((plain if plain.count() else buttons).first, status)
        assert (found := self.look(self.page)) == [], f"after {act}, {self.page.url}: {found}"

    def fill(self, act: str, values: Mapping[str, Value]) -> set[str]:
        """Fill the fields that the page has, and name them."""
        return {name for name, value in values.items() if self._put(self.form(act), name, value)}

    def _put(self, form: Locator, name: str, value: Value) -> bool:
        controls = form.locator(f'[name="{name}"]:not([type=hidden])')
        row = ASK_ROW.match(name)
        more = form.locator("[data-repeat-add]")
        if not controls.count() and row and more.count() and more.first.is_visible():
            self.hands.press(more.first)
        if not controls.count():
            return False
        kind = controls.first.evaluate("e => e.type")
        if kind in {"checkbox", "radio"}:
            for wanted in [value] if isinstance(value, str) else value if isinstance(value, list) else [""]:
                self.hands.tick(controls.and_(self.page.locator(f'[value="{wanted}"]')) if wanted else controls)
        elif kind.startswith("select"):
            self.hands.choose(controls.first, str(value))
        else:
            self.hands.write(controls.first, str(value))
        return True

    def write(self, values: Mapping[str, Value]) -> None:
        """Go through the steps of the editor, however many, and save each."""
        self._walk(values, check=False)

    def reread(self, values: Mapping[str, Value]) -> None:
        """Go through the steps again: every field holds what was typed."""
        self._walk(values, check=True)

    def _walk(self, values: Mapping[str, Value], *, check: bool) -> None:
        seen: set[str] = set()
        filled: set[str] = set()
        walked = []
        for _step in range(MOST_STEPS):
            if not self.form("edit").count():
                break
            names = self._names()
            if names <= seen:
                break
            filled |= self._check(values) if check else self.fill("edit", values)
            seen |= names
            walked.append(self.page.url)
            self.press("edit")
        assert filled == set(values), f"never asked: {set(values) - filled} on {[*walked, self.page.url]}"

    def _names(self) -> set[str]:
        shown = self.form("edit").locator("[name]:not([type=hidden])")
        return {str(name) for name in shown.evaluate_all("all => all.map(e => e.name)")}

    def _check(self, values: Mapping[str, Value]) -> set[str]:
        found = {name: value for name, value in values.items() if name in self._names()}
        for name, value in found.items():
            assert self._held(name) == value, name
        return set(found)

    def _held(self, name: str) -> Value:
        controls = self.form("edit").locator(f'[name="{name}"]:not([type=hidden])')
        kind = controls.first.evaluate("e => e.type")
        if kind not in {"checkbox", "radio"}:
            return controls.first.input_value()
        ticked = controls.evaluate_all("all => all.filter(e => e.checked).map(e => e.value)")
        if kind == "radio":
            return ticked[0] if ticked else ""
        return ticked if controls.count() > 1 else bool(ticked)
