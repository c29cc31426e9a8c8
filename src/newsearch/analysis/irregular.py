"""Words that the stemmer looks up because no rule gets them right: folded form to stem.

Three kinds: words that stay as they are, words whose forms differ by more than an ending, and the
conjugations that school grammars list one by one. All of it is common knowledge of French grammar,
written for this project.
"""

__all__ = ["IRREGULAR"]

UNCHANGED = """
    abces acces ailleurs alors apres arras as atlas autrefois avenir avis biceps bis bois bras bus
    calais campus cannabis carlos cas ces chaos clos colis concours confus congres contretemps corps
    cosmos cours cypres dallas damas dans davos deces dehors denis depuis des desormais devis diffus
    discours divers dos dus envers es ete exces fils fois fonds gaz gens hamas heros hors ils inclus
    intrus is jadis jamais jesus judas jus kansas laos laps lens les lis longtemps lors louis lucas
    lys mais mans mars matelas mauvais mes moins mois nicolas nos nous oasis obtus os ours palmares
    parcours parfois paris parvis pas pays pervers pis plus plusieurs poids pouls pres printemps
    prix proces progres propos puis puits radis rebours recours repas repos revers sans santos
    secours sens ses sous succes tapis taux temps tennis tes texas thomas tiers toujours travers
    tres trois univers us vegas velours verglas vers virus vos vous
"""
"""Their final s or x is no plural."""

FAMILIES = """
    annee, armee, assemblee, capitale, cheminee, colonne, complice, course, critique, destination,
    destinee, donnee, droite, duree, entreprise, environnement, fait, france, golfe, manifeste,
    marine, matinee, medecine, partie, poster, publication, reporter, rome, soiree, sortie,
    souvenir, supporter,
    bail baux, ciel cieux, corail coraux, email emaux, ideal ideale ideaux, loyal loyale loyaux,
    mal maux, materiau materiaux, oeil yeux, royal royale royaux, travail travaux, vitrail vitraux,
    beau bel belle beaux, fou fol folle, jumeau jumelle jumeaux, nouvel nouveau nouvelle nouveaux,
    vieux vieil vieille,
    bas basse, bon bonne, epais epaisse, gras grasse, gros grosse, las lasse, net nette, nul nulle,
    paysan paysanne, favori favorite, malin maligne,
    blanc blanche, franc franche, frais fraiche, grec grecque, long longue, public publique,
    sec seche, turc turque,
    bref breve, juif juive, naif naive, neuf neuve, veuf veuve, vif vive,
    doux douce, epoux epouse, faux fausse, jaloux jalouse, roux rousse,
    berger bergere, cher chere, conseiller conseillere, etranger etrangere, leger legere,
    messager messagere, passager passagere, usager usagere,
    avant, avion, devant, entrevue, prime, revue, vin, voie,
    empereur imperatrice, ouvrier ouvriere, majeur majeure, meilleur meilleure, mineur mineure,
    madame mesdames, monsieur messieurs,
    marie marier mariee, place placer placee
"""
"""Families by commas, the stem first; plurals in s go without saying."""

ENDINGS = {
    "P": "ons ez ent ais ait ions iez aient ant",  # plural present, imperfect, participle
    "F": "ai as a ons ez ont ais ait ions iez aient",  # future and conditional
    "S": "e es ent ions iez",  # subjunctive
    "T": "s t mes tes rent sse sses ssions ssiez ssent",  # past historic, its subjunctive
    "U": ". s e es",  # past participle
}
"""Sets of endings that conjugations name by a letter; a full stop is the empty ending."""

CONJUGATIONS = """
    etre    | .  | suis es est sommes etes sont et:P ser:F soi:s,t,ent soy:ons,ez fu:T
    avoir   | .  | a ai avons avez ont av:P aur:F aie aies ait ay:ons,ez,ant aient eu:T eu:U
    faire   | . re de satis contre | fais fait faits faite faites font fais:P fer:F fass:S fi:T
    aller   | .  | va vais vas vont all:P ir:F aill:S allai alla allas allames allerent alle:U
    dire    | . re contre inter pre me | dis dit dits dite dites dis:P dir:F dis:S di:T
    pouvoir | .  | peux peut peuvent pouv:P pourr:F puiss:S pu:T pu
    devoir  | . re | dois doit doiv:S dev:P devr:F du due dues du:T devoirs
    vouloir | .  | veux veut veulent voul:P voudr:F veuill:S voulu:U voulu:T
    savoir  | .  | sais sait sav:P saur:F sach:S sach:ons,ez,ant su:U su:T
    voir    | . re entre | vois voit voient voi:S voy:P verr:F vu:U vi:T
    falloir | .  | faut fallait faudra faudrait fallu fallut faille
    prendre | . re com ap sur entre | prend:.,s pren:P prendr:F prenn:S pris:U pri:T
    mettre  | . re per ad pro com sou trans e o | met:.,s mett:P mettr:F mett:S mis:U mi:T
    venir   | . re de par inter pre sou con pro sub sur | vien:s,t ven:P viendr:F vienn:S venu:U vin:T
    tenir   | . re de main sou ob con entre appar | tien:s,t ten:P tiendr:F tienn:S tenu:U tin:T
"""
"""Infinitive | its prefixes | radicals with their endings. What FAMILIES has, wins."""


def _list_families() -> dict[str, str]:
    """Each form of FAMILIES and its plural, with its stem."""
    stems: dict[str, str] = {}
    for family in FAMILIES.split(","):
        stem, *others = family.split()
        for form in (stem, *others):
            stems[form] = stem
            stems[form if form[-1] in "sx" else f"{form}s"] = stem
    return stems


def _list_conjugations() -> dict[str, str]:
    """Each form of CONJUGATIONS with its infinitive, prefixed like it."""
    stems: dict[str, str] = {}
    for line in CONJUGATIONS.strip().splitlines():
        infinitive, prefixes, radicals = (part.split() for part in line.split("|"))
        forms = [*infinitive, *(form for radical in radicals for form in _conjugate(radical))]
        for prefix in (name.strip(".") for name in prefixes):
            stems |= {prefix + form: prefix + infinitive[0] for form in forms}
    return stems


def _conjugate(radical: str) -> list[str]:
    """The forms that "pren:P" or "vien:s,t" stand for."""
    root, _, endings = radical.partition(":")
    listed = ENDINGS.get(endings, endings.replace(",", " ")).split() or ["."]
    return [root + ending.strip(".") for ending in listed]


IRREGULAR = {
    **_list_conjugations(),
    **_list_families(),
    **{word: word for word in UNCHANGED.split()},
}
