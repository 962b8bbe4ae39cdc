"""Row D9: new passwords, by length and by what others would try first."""

import pytest

from participation.accounts.passwords import fits, make, problem_of

OWN = ("youth@demo.example", "youth")


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("seven77", "too_short"),
        ("elevenchars", "too_short"),
        ("x9" * 101, "too_long"),
        ("password1234", "common_password"),
        ("P@ssw0rd2026!", "common_password"),
        ("motdepasse2025", "common_password"),
        ("wachtwoord123", "common_password"),
        ("azertyuiop123", "common_password"),
        ("1qaz2wsx3edc", "common_password"),
        ("aaaaaaaaaaaaaa", "common_password"),
        ("123456789012", "common_password"),
        ("abcabcabcabc", "common_password"),
        ("voetbalvoetbal", "common_password"),
        ("Reseau-2026-!!", "common_password"),
        ("wederzijdsrespect", "common_password"),
        ("youth@demo.example", "common_password"),
        ("my-youth-account-7", "common_password"),
    ],
)
def test_d9_what_is_refused(password: str, key: str) -> None:
    found = problem_of(password, *OWN)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "password",
    [
        "thee met de wijkagent op maandag",
        "correct horse battery staple",
        "839201746652",
        "geen hoofdletters nodig",
        "x9Tq" * 16 + "einde van een lange",
        "  spaces at both ends  ",
        "🙂🙃😀😃😄😁😆😅😂🤣🥲☺️",
        "Ünïcödé wörks hérë",
    ],
)
def test_d9_what_is_taken_and_kept_exactly(password: str) -> None:
    assert problem_of(password, *OWN) is None
    kept = make(password, 1)
    assert fits(kept, password, 1)
    assert not fits(kept, password.strip() + ".", 1)
    assert password == password.strip() or not fits(kept, password.strip(), 1)


def test_d9_two_hundred_signs_and_a_megabyte() -> None:
    long = "".join(chr(0x1F600 + n % 60) + chr(97 + n * 7 % 26) for n in range(100))
    assert len(long) == 200
    assert problem_of(long, *OWN) is None
    assert not fits(make(long, 1), "x" * 1_000_000, 1)
