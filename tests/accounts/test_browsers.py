"""The list of sessions says in words which browser and device each is of, and nothing by which one could be traced."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import browsers
from participation.accounts.models import SignedIn
from participation.demo.loader import PASSWORD
from participation.languages import choose
from tests.portal.test_pages import hidden

WEBKIT, CHROMIUM = "AppleWebKit/605.1.15 (KHTML, like Gecko)", "AppleWebKit/537.36 (KHTML, like Gecko)"
LINES = {
    "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0": "Firefox on Android",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on Linux",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Chrome/140.0.0.0 Safari/537.36": "Chrome on Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Chrome/140.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} Chrome/140.0 Mobile Safari/537.36 EdgA/140.0": "Edge on Android",
    f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36":
        "Samsung Internet on Android",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROMIUM} Chrome/140.0.0.0 Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/26.0 Safari/605.1.15": "Safari on Mac",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROMIUM} Chrome/140.0 Safari/537.36 OPR/124.0": "Opera on Mac",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1":
        "Safari on iPhone",
    f"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) {WEBKIT} FxiOS/143.0 Mobile/15E148 Safari/605.1.15":
        "Firefox on iPad",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} CriOS/140.0 Mobile/15E148 Safari/604.1":
        "Chrome on iPhone",
    "Firefox/143.0": "Firefox on an unknown device",
    "w3m/0.5.3 (Linux amd64)": "An unknown browser on Linux",
    "": "An unknown browser",
    "<script>alert(1)</script>": "An unknown browser",
}  # fmt: skip


def test_each_of_the_usual_browsers_is_known(app: Flask) -> None:
    with app.test_request_context("/en/"):
        choose("en")
        assert {line: browsers.said(browsers.seen(line)) for line in LINES} == LINES


def test_the_account_lists_where_one_is_signed_in_by_browser_and_time(app: Flask, demo: Session) -> None:
    demo.rollback()
    phone, *rest = LINES
    desk, at = rest[1], clock.now()
    clients = []
    for line, moment in ((phone, at), (desk, at + timedelta(minutes=10))):
        client = app.test_client()
        with clock.stopped_at(moment):
            fields = hidden(client.get("/en/sign-in").text, "sign-in")
            sent = fields | {"email": "youth@demo.example", "password": PASSWORD}
            headers, source = {"User-Agent": line}, {"REMOTE_ADDR": "192.0.2.77"}
            client.post("/en/sign-in", data=sent, headers=headers, environ_base=source)
        clients.append(client)
    shown = clients[0].get("/en/account/").text.partition("data-sessions")[2].partition("</ul>")[0]
    assert shown.index("Chrome on Windows") < shown.index("Firefox on Android") < shown.index("(this one)")
    assert shown.count("last used on") == 2
    assert "192.0.2" not in shown
    rows = demo.execute(select(SignedIn.browser, SignedIn.device).order_by(SignedIn.id)).all()
    assert [tuple(row) for row in rows] == [("Firefox", "Android"), ("Chrome", "Windows")]
    kept = repr(demo.execute(text("SELECT * FROM signed_in")).all())
    assert "Mozilla" not in kept
    assert "192.0.2" not in kept
