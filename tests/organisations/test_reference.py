"""Pillars and kinds of organisation as rows of data."""

import pytest

from participation.organisations.reference import (
    COUNTING,
    KINDS,
    PILLARS,
    PROPOSING,
    REFERENCE,
    SOURCE,
    ReferenceDataError,
    read,
)
from participation.tongues import LANGUAGES

WORDS = '{ nl = "Woord", fr = "Mot", de = "Wort", en = "Word" }'
PILLAR = f"proposes = false\ncounts = true\nlabel = {WORDS}\nshort = {WORDS}\n"
SMALL = f"[pillars.media]\n{PILLAR}[kinds.radio]\npillar = 'media'\nlabel = {WORDS}\n"


def test_every_label_is_there_in_every_language_of_the_interface() -> None:
    for language in LANGUAGES:
        assert len({pillar.label(language) for pillar in PILLARS.values()}) == 5
        assert len({pillar.short(language) for pillar in PILLARS.values()}) == 5
        assert len({kind.label(language) for kind in KINDS.values()}) == len(KINDS)


def test_only_citizens_propose_and_those_who_watch_or_own_do_not_count() -> None:
    assert {"citizens"} == PROPOSING
    assert {"citizens", "security_professions", "bin_knowledge_centre"} == COUNTING
    assert {key: pillar.look for key, pillar in PILLARS.items()} == {
        "citizens": "citizens",
        "security_professions": "professions",
        "bin_knowledge_centre": "neighbours",
        "aig": "inspectorate",
        "campaign_owners": "owners",
    }


@pytest.mark.parametrize(
    ("pillar", "kinds"),
    [
        (
            "citizens",
            """youth_council youth_work supporters_federation football_association elderly_organisation
            neighbourhood_committee neighbourhood_network school_community student_association
            disability_organisation sports_association other_citizens""",
        ),
        (
            "security_professions",
            """fire emergency_112 community_wardens football_stewards private_security police_local police_federal
            ambulance other_profession""",
        ),
        ("bin_knowledge_centre", "knowledge_centre local_network"),
        ("aig", "inspectorate"),
        ("campaign_owners", "campaign_owner"),
    ],
)
def test_the_kinds_of_each_pillar_come_in_their_order(pillar: str, kinds: str) -> None:
    assert [kind.key for kind in REFERENCE.kinds.values() if kind.pillar == pillar] == kinds.split()


@pytest.mark.parametrize(
    ("language", "aig", "owners"),
    [
        ("nl", "Betrokken als onafhankelijk controleorgaan", "Initiatiefnemer van de campagne"),
        ("fr", "Participe en tant qu\u2019organe de contrôle indépendant", "Initiateur de la campagne"),
        ("de", "Als unabhängiges Kontrollorgan beteiligt", "Träger der Kampagne"),
        ("en", "Involved as an independent control body", "Campaign owner"),
    ],
)
def test_the_role_of_those_who_do_not_count_is_said_and_nobody_elses(language: str, aig: str, owners: str) -> None:
    notes = {key: pillar.role_note(language) for key, pillar in PILLARS.items()}
    assert notes == {
        "citizens": None,
        "security_professions": None,
        "bin_knowledge_centre": None,
        "aig": aig,
        "campaign_owners": owners,
    }


def test_a_new_pillar_and_a_new_kind_are_rows() -> None:
    reference = read(SOURCE.read_text(encoding="utf-8") + SMALL)
    assert reference.pillars["media"].look == "neutral"
    assert reference.pillars["media"].label("fr") == "Mot"
    assert reference.kinds["radio"].pillar == "media"
    assert reference.counting == COUNTING | {"media"}
    assert reference.proposing == PROPOSING


def test_a_look_that_is_not_drawn_yet_is_the_neutral_one() -> None:
    assert read(SMALL.replace("proposes", "look = 'owls'\nproposes", 1)).pillars["media"].look == "neutral"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (SMALL.replace(', de = "Wort"', "", 1), "pillars.media: label has no words in 'de'"),
        (SMALL.replace('fr = "Mot"', 'fr = " "'), "kinds.radio: label has no words in 'fr'"),
        (SMALL.replace("'media'", "'press'"), "kinds.radio: there is no pillar 'press'"),
        (SMALL.replace("pillar = 'media'\n", ""), "kinds.radio: pillar is missing"),
        (SMALL.replace("counts = true\n", ""), "pillars.media: counts is missing"),
        (SMALL.replace("counts = true", "counts = 'yes'"), "pillars.media: counts must be true or false"),
        (SMALL.replace("counts", "count"), "pillars.media: nobody knows the field 'count'"),
        (SMALL.replace(WORDS, "'Word'"), "pillars.media: label must be words in each language"),
        (SMALL + f"[pillars.more]\n{PILLAR}role_note = {{ nl = 'Rol' }}", "role_note has no words in 'fr'"),
        ("pillars.media = 1\nkinds.radio = 2", "kinds.radio: must be a row of fields"),
        ("", "pillars: there is none"),
        ("[pillars", "cannot be read"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_with_what_is_wrong(source: str, fault: str) -> None:
    with pytest.raises(ReferenceDataError) as raised:
        read(source)
    assert fault in str(raised.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ReferenceDataError) as raised:
        read(SMALL.replace(', de = "Wort"', "").replace("'media'", "'press'"))
    assert str(raised.value).count("\n") == 4
