"""Invented names. Nobody is meant; should somebody bear one of them, it is chance."""

from dataclasses import dataclass

from deontos.organisations.vocabulary import Language, OrganisationKind


@dataclass(frozen=True, slots=True)
class InventedOrganisation:
    """An organisation of the demo."""

    slug: str
    name: str
    kind: OrganisationKind
    language: Language
    theme: str
    telephone: str
    letter_address: str


ORGANISATIONS = (
    InventedOrganisation(
        "lindewater",
        "Gemeente Lindewater",
        OrganisationKind.MUNICIPALITY,
        Language.DUTCH,
        "lindewater",
        "09 000 00 10",
        "Meldpunt Integriteit, Lindeplein 1, 9999 Lindewater",
    ),
    InventedOrganisation(
        "stroombond",
        "Stroombond, vereniging van gemeenten",
        OrganisationKind.ASSOCIATION,
        Language.DUTCH,
        "voorbeeld",
        "02 000 00 20",
        "Meldpunt Integriteit, Stroomkaai 20, 1999 Brugstede",
    ),
    InventedOrganisation(
        "hazelaar",
        "Stad Hazelaar",
        OrganisationKind.MUNICIPALITY,
        Language.DUTCH,
        "voorbeeld",
        "03 000 00 30",
        "Meldpunt Integriteit, Grote Hazelaarmarkt 3, 2999 Hazelaar",
    ),
    InventedOrganisation(
        "clairval-sur-onde",
        "Ville de Clairval-sur-Onde",
        OrganisationKind.MUNICIPALITY,
        Language.FRENCH,
        "lindewater",
        "04 000 00 40",
        "Point de signalement, place du Moulin 4, 4999 Clairval-sur-Onde",
    ),
    InventedOrganisation(
        "plateau-bleu",
        "Union des communes du Plateau Bleu",
        OrganisationKind.SISTER_ASSOCIATION,
        Language.FRENCH,
        "voorbeeld",
        "00 000 00 50",
        "Point de signalement, avenue des Fromagers 5, Dassalou",
    ),
)

TOWN_BEGINNINGS = ("Berk", "Doorn", "Eiken", "Vlier", "Wilgen", "Iepen", "Lis", "Riet", "Zilver", "Goud", "Kers", "Mei")
TOWN_ENDINGS = ("akker", "beemd", "brugge", "dam", "donk", "heide", "hove", "kouter", "laar", "meers", "oever", "veld")

# fmt: off
GIVEN = {
    Language.DUTCH: (
        "Mira", "Joris", "Jolien", "Bilal", "An", "Tom", "Sofie", "Wout", "Lieve", "Karim", "Hanne", "Stijn",
        "Amina", "Bram", "Greet", "Daan", "Fatou", "Pieter", "Els", "Noor", "Ruben", "Katrien", "Yusuf", "Marthe",
        "Lander", "Ines", "Senne", "Tuur", "Lore", "Arne",
    ),
    Language.FRENCH: (
        "Amélie", "Bastien", "Céline", "Davi", "Élise", "Fabrice", "Gaëlle", "Hervé", "Inès", "Jules", "Karine",
        "Léon", "Maëlle", "Nicolas", "Odile", "Pascal", "Rosine", "Sylvain", "Théa", "Urbain", "Viviane", "Yann",
        "Zoé", "Koffi", "Afi", "Dossou", "Adjoa", "Bio", "Sika", "Tayo",
    ),
}
FAMILY = {
    Language.DUTCH: (
        "Halewijn", "Waterman", "Lindeboom", "Kasteel", "Rietveld", "Schelfhout", "Zomergang", "Duinkerke",
        "Veldmuis", "Torenbeek", "Wijnappel", "Hazewind", "Kraaienest", "Windekind", "Ooievaar", "Bronselaar",
        "Grasduin", "Zeepaard", "Noordster", "Zilverberk", "Hommelhof", "Klaverblad", "Steenuil", "Morgenrood",
        "Waterlelie", "Wolkenveld", "Eikelaar", "Zandkasteel", "Meerkoet", "Avondster",
    ),
    Language.FRENCH: (
        "Bellerive", "Clairefontaine", "Dorval", "Épinette", "Fontbrune", "Grandpré", "Hautbois", "Jolivent",
        "Lavandin", "Montclair", "Noirmoulin", "Orgeval", "Pimprenelle", "Rochebelle", "Sauvageon", "Tournesol",
        "Valombre", "Vertpré", "Belétang", "Cendrier", "Aubépin", "Boisjoly", "Champlune", "Fleurdeau", "Mirabel",
        "Passereau", "Ramier", "Serpolet", "Thymier", "Verdier",
    ),
}
# fmt: on
