"""Row D9: new passwords, by length and by what others would try first."""

import subprocess
import sys
from importlib import import_module

import pytest

from participation.accounts.passwords import SHORTEST, fits, make, problem_of

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
        ("chickenwing101", "common_password"),
        ("ChickenWing101", "common_password"),
        ("ghbdtnrfrltkf", "common_password"),
        ("maurolarastefy2026", "common_password"),
        ("karamelka!!!!", "common_password"),
        ("k@ram3lka 2026", "common_password"),
        ("jordan23 - 2026", "common_password"),
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
        "karamelka und zwei",
        "karamelka🙂🙃😀😃",
        "2026-karamelka",
        "vergissmeinnichtchen",
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


@pytest.mark.parametrize("after", ["", "1", "2026!", "#" * SHORTEST])
def test_d9_each_of_the_ten_thousand_commonest_is_refused_with_digits_or_signs_after_it(after: str) -> None:
    listed = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"]
    assert [common for common in listed[:10_000] if problem_of(common + after) is None] == []


def test_d9_the_list_is_not_loaded_before_somebody_chooses_a_password() -> None:
    show = "import sys, participation.accounts.passwords; print('zxcvbn' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)  # noqa: S603  # ourselves
    assert loaded.stdout.strip() == "False"
