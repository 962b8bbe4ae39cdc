"""The words bench rows are made of, in the three languages an initiative is written in."""

from random import Random

LANGUAGES = ("nl", "fr", "de")
ACTIVITIES = {
    "nl": ("Koffie", "Wandeling", "Open deur", "Quizavond", "Spelnamiddag", "Fietstocht", "Gesprek", "Ontbijt"),
    "fr": ("Café", "Promenade", "Portes ouvertes", "Soirée quiz", "Goûter", "Balade à vélo", "Rencontre", "Débat"),
    "de": ("Kaffeerunde", "Spaziergang", "Offene Tür", "Quizabend", "Spielenachmittag", "Radtour", "Gespräch"),
}
GUESTS = {
    "nl": ("de brandweer", "de wijkagent", "de gemeenschapswachten", "de ambulanciers", "de stewards"),
    "fr": ("les pompiers", "l'agent de quartier", "les gardiens de la paix", "les ambulanciers", "les stewards"),
    "de": ("der Feuerwehr", "dem Viertelpolizisten", "den Gemeinschaftswächtern", "den Sanitätern", "den Ordnern"),
}
PLACES = {
    "nl": ("het park", "de school", "het stadion", "de bibliotheek", "het buurthuis", "de kazerne"),
    "fr": ("le parc", "l'école", "le stade", "la bibliothèque", "la maison de quartier", "la caserne"),
    "de": ("dem Park", "der Schule", "dem Stadion", "der Bücherei", "dem Nachbarschaftshaus", "der Wache"),
}
TITLE = {"nl": "{what} met {whom} in {town}", "fr": "{what} avec {whom} à {town}", "de": "{what} mit {whom} in {town}"}
SENTENCES = {
    "nl": (
        "Wij brengen bewoners en hulpverleners samen bij {where}.", "Iedereen stelt één vraag en krijgt één antwoord.",
        "Na afloop schrijven wij op wat er is afgesproken.", "Jongeren leiden het gesprek zelf.",
        "Er is plaats voor veertig mensen.", "Wij willen weten wat er gebeurt na een oproep.",
    ),
    "fr": (
        "Nous réunissons habitants et secouristes près de {where}.", "Chacun pose une question et reçoit une réponse.",
        "Nous notons ensuite ce qui a été convenu.", "Les jeunes mènent eux-mêmes la discussion.",
        "Il y a de la place pour quarante personnes.", "Nous voulons savoir ce qui se passe après un appel.",
    ),
    "de": (
        "Wir bringen Bewohner und Helfer bei {where} zusammen.", "Jeder stellt eine Frage und bekommt eine Antwort.",
        "Danach schreiben wir auf, was vereinbart wurde.", "Die Jugendlichen leiten das Gespräch selbst.",
        "Es gibt Platz für vierzig Menschen.", "Wir wollen wissen, was nach einem Notruf geschieht.",
    ),
}  # fmt: skip
LIMITS = {
    "nl": "Dit is geen klachtenuur en geen wervingsactie.",
    "fr": "Ce n'est ni un bureau des plaintes ni un recrutement.",
    "de": "Dies ist weder eine Beschwerdestunde noch eine Werbung.",
}
WANTED = {"nl": "Mensen die vertellen", "fr": "Des personnes qui racontent", "de": "Menschen, die erzählen"}


def title(chance: Random, language: str, town: str) -> str:
    """Make a title."""
    what, whom = chance.choice(ACTIVITIES[language]), chance.choice(GUESTS[language])
    return TITLE[language].format(what=what, whom=whom, town=town)


def sentences(chance: Random, language: str, number: int) -> str:
    """Make a paragraph."""
    where = chance.choice(PLACES[language])
    return " ".join(line.format(where=where) for line in chance.sample(SENTENCES[language], number))


def body(chance: Random, language: str) -> str:
    """Make a text of some paragraphs with a list in it, as Markdown."""
    listed = "\n".join(f"- {sentences(chance, language, 1)}" for _row in range(3))
    return f"{sentences(chance, language, 4)}\n\n{listed}\n\n{sentences(chance, language, 3)}"
