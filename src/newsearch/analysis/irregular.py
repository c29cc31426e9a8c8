"""Words that the stemmer looks up because no rule gets them right: folded form to stem.

Three kinds: words that stay as they are, words whose forms differ by more than an ending, and the
conjugations that school grammars list one by one. All of it is common knowledge of French grammar,
written for this project.
"""

__all__ = ["IRREGULAR"]

UNCHANGED = """
    abces acces ailleurs alors apres arras as atlas autrefois avenir avis biceps bis bois bras bus
    calais campus cannabis carlos cas chaos clos colis concours confus congres contretemps corps
    cosmos cours cypres dallas damas dans davos deces dehors denis depuis des desormais devis diffus
    discours divers dos dus envers es ete exces fils fois fonds gaz gens hamas heros hors inclus
    intrus is jadis jamais jesus judas jus kansas laos laps lens lis longtemps lors louis lucas lys
    mais mans mars matelas mauvais moins mois mons nicolas nous oasis obtus os ours palmares parcours
    parfois paris parvis pas pays pervers pis plus plusieurs poids pouls pres printemps prix proces
    progres propos puis puits radis rebours recours repas repos revers sans santos secours sens sous
    succes tapis taux temps tennis texas thomas tiers toujours travers tres trois univers us valais
    vegas velours verglas vers virus vous
"""
"""Their final s or x is no plural."""

FAMILIES = """
    aucun aucune, celle, chacun chacune, elle, il, leur, quel quelle, tel telle,

    annee, armee, assemblee, capitale, cheminee, colonne, complice, course, critique, destination,
    destinee, donnee, droite, duree, entreprise, environnement, fait, france, golfe, manifeste,
    marine, matinee, medecine, partie, poster, publication, reporter, rome, soiree, sortie,
    souvenir, supporter,

    bail baux, ciel cieux, corail coraux, email emaux, feu feux, ideal ideale ideaux, jeu jeux,
    loyal loyale loyaux, mal maux, materiau materiaux, oeil yeux, royal royale royaux,
    travail travaux, vitrail vitraux,
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
    empereur imperatrice, ouvrier ouvriere, majeur majeure, meilleur meilleure, mineur mineure,
    madame mesdames mme, monsieur messieurs, mademoiselle mesdemoiselles mlle,
    marie marier mariee, place placer placee,

    chariot charriot, cle clef, oignon ognon, nenuphar nenufar, relais relai, tsar tzar,
    tsigane tzigane, yaourt yogourt yoghourt
"""
"""Families by commas, the stem first; plurals in s go without saying.

Pronouns; nouns that must not meet a verb; irregular plurals; irregular feminines;
spellings of one word (those of 1990 that folding does not settle, and a few of the press).
"""

NOUNS_LIKE_VERBS = """
    acquis, adjoint, atteinte, avant, avion, battant, combat, combattant, concluant, conduite,
    contenu, contrainte, correspondant, courant, court courte, couvert couverte, crainte, croyant,
    debat, decouverte, defaite, defi, descendant, dessert, devant, ecrit, elise, elu elue, entretien,
    entrevue, etendue, joint, lit, maintenant, maintien, mention, naissant, offre, ouvert ouverte,
    part, partant, parti, perdant, permis, plainte, pretendant, prime, prise, produit, reconnaissant, savant,
    reduit, remise, reprise, ressort, revenu, revue, satisfaisant, servant, sort, sorte, sortant,
    souffrant, soutien, suivant, surprenant, surprise, teinte, tenue, value, venue, vin, vis, vivant, voie, voyant
"""
"""Families again: nouns and adjectives commoner than the verb forms of CONJUGATIONS they look like."""

DETERMINERS = """
    le la les l', un une, ce cet cette ces c', mon ma mes, ton ta tes, son sa ses, notre nos,
    votre vos, tout toute tous toutes, celui ceux,
    de d', que qu', ne n', se s', je j', me m', te t', jusque jusqu', lorsque lorsqu',
    puisque puisqu', quoique quoiqu'
"""
"""Families without plurals in s. What is elided is for word lists: the tokenizer drops it in text."""

ENDINGS = {
    "P": "ons ez ent ais ait ions iez aient ant",  # present plural, imperfect, participle
    "F": "ai as a ons ez ont ais ait ions iez aient",  # future and conditional
    "S": "e es ent ions iez",  # subjunctive
    "T": "t rent sse ssent",  # past historic and its subjunctive, as far as anyone writes it
    "U": ". s e es",  # past participle
}
"""Sets of endings that conjugations name by a letter; a full stop is the empty ending."""

CONJUGATIONS = """
    etre      | .  | suis es est sommes etes sont et:P ser:F soi:s,t,ent soy:ons,ez fu:T
    avoir     | .  | a ai avons avez ont av:P aur:F aie aies ait ay:ons,ez,ant aient eu:T eu:U
    faire     | . re de satis contre | fais fait faits faite faites font fais:P fer:F fass:S fi:T
    aller     | .  | va vais vas vont all:P ir:F aill:S alla allerent alle:U
    dire      | . re contre inter pre me | dis dit dits dite dites dis:P dir:F dis:S di:T
    pouvoir   | .  | peux peut peuvent pouv:P pourr:F puiss:S pu:T pu
    devoir    | . re | dois doit doiv:S dev:P devr:F du due dues du:T devoirs
    vouloir   | .  | veux veut veulent voul:P voudr:F veuill:S veuillez voulu:U voulu:T
    savoir    | .  | sais sait sav:P saur:F sach:S sach:ons,ez,ant su:U su:T
    voir      | . re entre pre pour | vois voit voi:S voy:P verr:F voir:F vu:U vi:T
    falloir   | .  | faut fallait faudra faudrait fallu fallut faille
    valoir    | . pre | vaux vaut val:P vaill:S vaudr:F valu:U valu:T
    prendre   | . re com ap sur entre | prend:.,s pren:P prendr:F prenn:S pris:U pri:T
    mettre    | . re per ad pro com sou trans e o | met:.,s mett:P mettr:F mett:S mis:U mi:T
    battre    | . com de a | bat:.,s batt:P battr:F batt:S battu:U batti:T
    venir     | . re de par inter pre sou con pro sub sur |
              vien:s,t ven:P viendr:F vienn:S venu:U vin:T
    tenir     | . re de main sou ob con entre appar | tien:s,t ten:P tiendr:F tienn:S tenu:U tin:T
    dre       | ren ven per atten enten ten eten preten descen defen depen suspen repon correspon |
              d:.,s d:P dr:F d:S du:U di:T
    uire      | prod reprod cond constr reconstr detr red trad introd sed instr ded |
              ui:s,t uis:P uir:F uis:S uit:U uisi:T
    aitre     | conn reconn meconn par appar dispar compar transpar |
              ai:s,t aiss:P aitr:F aiss:S u:U u:T
    naitre    | . re | nai:s,t naiss:P naitr:F naiss:S nee nees nes naqu:it,irent
    croitre   | ac de | croi:s,t croiss:P croitr:F croiss:S cru:U cru:T
    crire     | e de ins pres sous trans re circons | cri:s,t criv:P crir:F criv:S crit:U crivi:T
    indre     | cra contra pla jo rejo adjo pe depe te ete atte restre astre fe |
              in:s,t ign:P indr:F ign:S int:U igni:T
    rir       | ouv rouv couv decouv recouv off souff | r:P rir:F r:S ri:T ert:U
    cevoir    | re per con aper de | coi:s,t coiv:S cev:P cevr:F cu:U cu:T
    suivre    | . pour | sui:t suiv:P suivr:F suiv:S suivi:U suivi:T
    vivre     | . sur re | vi:s,t viv:P vivr:F viv:S vecu:U vecu:T
    lire      | . re e | li:s,t lis:P lir:F lis:S lu:U lu:T
    courir    | . par con se re ac en | cour:s,t cour:P courr:F cour:S couru:U couru:T
    mourir    | .  | meur:s,t mour:P mourr:F meur:S mouru:T
    boire     | .  | boi:t,ve,vent buv:P boir:F
    croire    | .  | croi:s,t,e,ent croy:P croir:F cru:T
    querir    | ac con re | quier:s,t quer:P querr:F quier:S quis:U qui:T
    clure     | con ex | clu:s,t clu:P clur:F clu:S clu:U clu:T
    soudre    | re dis | sou:s,t solv:P soudr:F solv:S solu:U solu:T
    vaincre   | . con | vainc:.,s vainqu:P vaincr:F vainqu:S vaincu:U vainqui:T
    cueillir  | . ac re | cueill:P cueiller:F cueill:S cueilli:U cueilli:T
    fuir      | . en | fui:s,t,e,ent fuy:P fuir:F fui:U
    sentir    | . res con | sent:. sent:P sentir:F sent:S senti:U senti:T
    mentir    | . de | ment:. ment:P mentir:F ment:S menti:U menti:T
    partir    | . re | par:s part:. part:P partir:F part:S parti:U parti:T
    sortir    | . res | sor:s sort:. sort:P sortir:F sort:S sorti:U sorti:T
    servir    | . des | ser:s,t serv:P servir:F serv:S servi:U servi:T
    dormir    | . en | dor:s,t dorm:P dormir:F dorm:S dormi:T
    envoyer   | . r | envoi:e,es,ent envoy:P envoye:U enverr:F envoya envoyerent
    creer     | . re | cre:P cree:U creer:F crea creerent
"""
"""Infinitive | what goes before it | radicals with their endings. The tables above win."""

SECOND_GROUP = """
    abol about accompl adouc affaibl affranch ag agrand alourd amort aneant appauvr applaud
    approfond arrond assain assoupl avert bann bat blanch bond chois convert defin demol desobe
    divert durc eclairc elarg embell enrich envah epanou etabl faibl fin fleur fourn franch garant
    grand grav guer invest jaill jou maigr mun mur noirc nourr obe pal per pol pourr pun ralent
    rebond redef reflech reag rejou rempl resplend retabl retent reun reuss roug sais
    sub surg trah un vieill
"""
"""Verbs like finir without their -ir; their other forms have endings that rules recognise."""

SECOND_GROUP_ENDINGS = "r t s ra ras rai rait raient sse ssent ssait ssaient ssant ssez"


def _list_families(table: str) -> dict[str, str]:
    """Each form of these families with its stem."""
    families = [family.split() for family in table.split(",")]
    return {form: stem for stem, *others in families for form in (stem, *others)}


def _list_plurals(stems: dict[str, str]) -> dict[str, str]:
    """The plurals in s of these forms."""
    return {f"{form}s": stem for form, stem in stems.items() if form[-1] not in "sx"}


def _list_conjugations() -> dict[str, str]:
    """Each form of CONJUGATIONS with its infinitive, prefixed alike."""
    forms: list[str] = []
    stems: list[str] = []
    for line in CONJUGATIONS.replace("|\n", "|").strip().splitlines():
        infinitive, prefixes, radicals = (part.split() for part in line.split("|"))
        plain = "".join([f" {infinitive[0]}", *map(_conjugate, radicals)])
        for prefix in (name.strip(".") for name in prefixes):
            forms += _prefix(plain, prefix).split()
            stems += [prefix + infinitive[0]] * (len(forms) - len(stems))
    return dict(zip(forms, stems, strict=True))


def _conjugate(radical: str) -> str:
    """The forms that "pren:P" or "vien:s,t" stand for, a blank before each; pris and mis have their
    s already."""
    root, _, endings = radical.partition(":")
    listed = ENDINGS.get(endings) or endings.replace(",", " ") or "."
    if root.endswith("s"):
        listed = " ".join(one for one in listed.split() if one not in ("s", "t"))
    return _prefix(f" {listed}", root).replace(".", "")


def _prefix(words: str, prefix: str) -> str:
    """Words with a blank before each, prefixed: all at once, for every start waits for this."""
    return words.replace(" ", f" {prefix}")


def _list_second_group() -> dict[str, str]:
    stems: dict[str, str] = {}
    for root in SECOND_GROUP.split():
        forms = _prefix(f" {SECOND_GROUP_ENDINGS}", f"{root}i")
        stems |= dict.fromkeys(forms.split(), f"{root}i")
    return stems


_NOUNS = _list_families(FAMILIES) | _list_families(NOUNS_LIKE_VERBS)

IRREGULAR = _list_second_group()
IRREGULAR |= _list_conjugations()
IRREGULAR |= _list_plurals(_NOUNS)
IRREGULAR |= _NOUNS
IRREGULAR |= _list_families(DETERMINERS)
IRREGULAR |= {word: word for word in UNCHANGED.split()}
