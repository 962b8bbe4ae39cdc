"""How a person works a page: with a mouse, with a finger, by keyboard alone."""

from playwright.sync_api import Locator

MOST_STOPS = 400  # presses of Tab until something must have been reached
# The ring may be drawn round the card that the link stands for; a shape of a drawing has its line for one.
FOCUS_IS_SEEN = """e => {
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = e.getBoundingClientRect();
  const around = [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
  const shapes = e.closest("svg") ? [...e.querySelectorAll("path, circle")].map((one) => getComputedStyle(one)) : [];
  const lined = shapes.some((style) => style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2);
  return (around.some(ringed) || lined) && box.bottom > 0 && box.top < innerHeight;
}"""
IS_FOCUSED = "e => e === document.activeElement"


class Mouse:
    """The usual way."""

    def press(self, control: Locator) -> None:
        control.click()

    def write(self, control: Locator, words: str) -> None:
        control.fill(words)

    def choose(self, control: Locator, value: str) -> None:
        control.select_option(value)

    def tick(self, control: Locator) -> None:
        control.check()


class Finger(Mouse):
    """On a screen one touches."""

    def press(self, control: Locator) -> None:
        control.tap()

    def tick(self, control: Locator) -> None:
        if not control.is_checked():
            control.tap()
        assert control.is_checked()


class Keyboard(Mouse):
    """Tab, Enter, Space and arrows inside a list; the focus must be seen wherever something is done."""

    def press(self, control: Locator) -> None:
        self.reach(control)
        control.page.keyboard.press("Enter")

    def write(self, control: Locator, words: str) -> None:
        self.reach(control)
        keys = control.page.keyboard
        kind = control.get_attribute("type")
        if kind in {"date", "month"}:  # parts in the order of the browser's locale, en-GB
            keys.type("".join(reversed(words.split("-"))))
        elif kind == "time":
            keys.type(words.replace(":", ""))
        else:
            keys.press("Control+a")
            keys.insert_text(words)

    def choose(self, control: Locator, value: str) -> None:
        self.reach(control)
        steps = control.evaluate("(e, v) => [...e.options].findIndex(o => o.value === v) - e.selectedIndex", value)
        for _step in range(abs(steps)):
            control.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert control.input_value() == value

    def tick(self, control: Locator) -> None:
        if control.is_checked():
            return
        if control.get_attribute("type") == "radio":
            self._pick(control)
        else:
            self.reach(control)
            control.page.keyboard.press("Space")
        assert control.is_checked()

    def _pick(self, radio: Locator) -> None:
        """Reach the group, which is one stop, then go through it by arrows."""
        name = radio.get_attribute("name")
        group = radio.page.locator(f'input[type=radio][name="{name}"]')
        checked = group.and_(radio.page.locator(":checked"))
        self.reach(checked if checked.count() else group.first)
        radio.page.keyboard.press("Space")
        for _step in range(group.count()):
            if radio.is_checked():
                return
            radio.page.keyboard.press("ArrowDown")

    def reach(self, control: Locator) -> None:
        """Press Tab until `control` has the focus, and see that one sees it."""
        wanted = control.element_handle()
        for _stop in range(MOST_STOPS):
            if wanted.evaluate(IS_FOCUSED):
                assert wanted.evaluate(FOCUS_IS_SEEN), f"focus is not seen on {wanted.evaluate('e => e.outerHTML')}"
                return
            control.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {wanted.evaluate('e => e.outerHTML')}")
