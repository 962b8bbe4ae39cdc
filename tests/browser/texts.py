"""What the people of the story write, each in the language of the text."""

from typing import NamedTuple

from tests.browser.visit import Value


class Told(NamedTuple):
    """One story's words; `word` stands in this initiative only and finds it."""

    title: str
    better_title: str
    word: str
    fields: dict[str, Value]
    remark: str
    comment: str
    statement: str
    agreed: str
    translations: dict[str, tuple[str, str]]


def _fields(place: str, room: str, ask: str, **words: str) -> dict[str, Value]:
    return {
        **words,
        "audiences": ["youth", "elderly"],
        "municipality": place,
        "date_kind": "period",
        "date_from": "2099-03-09",
        "date_to": "2099-03-20",
        "asks-0-type": "send_professional",
        "asks-0-pillar": "security_professions",
        "asks-0-number": "3",
        "asks-0-text": ask,
        "hour": "14:00",
        "room": room,
        "contact": "noor@example.org",
        "contact_shown": True,
        "facilitator": "Noor",
        "follow_up": "2099-06-01",
    }


NL = Told(
    title="Pannenkoeken aan de kazernepoort",
    better_title="Pannenkoeken aan de kazernepoort van de brandweer",
    word="pannenkoeken",
    fields=_fields(
        "Kortrijk",
        room="De refter van de kazerne",
        ask="Drie brandweermensen die mee aan tafel zitten",
        summary="Een namiddag bakken en praten over wat een uitruk met de buurt doet.",
        body="Wij zetten drie tafels en *bakken samen*.\n\n- eerst vragen van jongeren\n- dan die van de brandweer",
        limits="Geen klachten over een bepaalde uitruk.",
    ),
    remark="Zeg er ook bij van wie de kazernepoort is.",
    comment="Wij doen graag mee, ook met de jongerenwerking.",
    statement="Dit is het gesprek dat wij al lang wilden.",
    agreed="De kazerne werd verbouwd; wij beginnen in het najaar opnieuw.",
    translations={
        "fr": ("Des crêpes à la porte de la caserne", "Un après-midi pour cuire des crêpes et parler des départs."),
        "de": ("Pfannkuchen am Tor der Wache", "Ein Nachmittag zum Backen und Reden."),
    },
)
FR = Told(
    title="Le banc des aînés et des gardiens",
    better_title="Le banc des aînés et des gardiens de la paix",
    word="aînés",
    fields=_fields(
        "Namur",
        room="Place d'Armes",
        ask="Trois gardiens de la paix qui prennent place",
        summary="Deux semaines pour s'asseoir ensemble là où l'on se croise sans se parler.",
        body="Chaque jour, *une heure* sur le même banc.\n\n- on se présente\n- on note ce qui rassure",
        limits="Aucune plainte contre une personne.",
    ),
    remark="Précisez quels gardiens vous invitez.",
    comment="Nous viendrons avec plaisir, même un samedi.",
    statement="Un banc vaut mieux qu'un guichet.",
    agreed="Le chantier de la place a pris du retard; nous recommencerons au printemps.",
    translations={
        "nl": ("De bank van ouderen en wachten", "Twee weken samen zitten waar men elkaar kruist zonder te praten."),
        "de": ("Die Bank der Älteren und der Wachen", "Zwei Wochen gemeinsam auf derselben Bank."),
    },
)
DE = Told(
    title="Schnupperstunde im Löschzug",
    better_title="Schnupperstunde im Löschzug für Jugendliche",
    word="Schnupperstunde",
    fields=_fields(
        "Eupen",
        room="Hof der Wache",
        ask="Drei Feuerwehrleute, die mitmachen",
        summary="Jugendliche und Feuerwehr zeigen einander, was ein Einsatz im Viertel auslöst.",
        body="Wir öffnen *zwei Wochen lang* den Hof.\n\n- erst die Fragen der Jugend\n- dann die der Feuerwehr",
        limits="Keine Werbung und keine Beschwerden.",
    ),
    remark="Bitte sagen Sie, für wen die Stunde gedacht ist.",
    comment="Wir sind gern dabei, auch am Wochenende.",
    statement="Auf dieses Gespräch haben wir lange gewartet.",
    agreed="Die Wache musste ausrücken; wir holen es im Herbst nach.",
    translations={
        "nl": ("Proefuur bij de blusploeg", "Jongeren en brandweer tonen elkaar wat een uitruk met de wijk doet."),
        "fr": ("Une heure avec l'autopompe", "Jeunes et pompiers se montrent ce qu'un départ provoque."),
    },
)
TOLD = {"nl": NL, "fr": FR, "de": DE}
