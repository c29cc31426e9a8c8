"""Words that one rule of the stemmer would harm: each table says which rule, and why.

Folded, singular, masculine where there is one; plurals and feminines follow by rule.
"""

__all__ = [
    "ADJECTIVES_IN_ANT",
    "NOUNS_IN_ENT",
    "NOUNS_IN_MENT",
    "NO_VERB_FORMS",
    "PLURALS_IN_AIS",
    "PLURALS_IN_IS",
    "PLURALS_IN_OIS",
    "ROOTS_IN_R",
    "SHORT_ADJECTIVES",
    "VERBS_IN_MENT",
]

PLURALS_IN_AIS = frozenset("delais essais quais vrais balais gais remblais deblais geais".split())
"""Other words in -ais are singular: français, mais, jamais."""

PLURALS_IN_OIS = frozenset(
    "lois rois emplois tournois envois convois parois renvois pourvois octrois effrois"
    " beffrois".split()
)
"""Other words in -ois are singular: chinois, mois."""

PLURALS_IN_IS = frozenset("amis ennemis fourmis soucis abris demis semis favoris maris".split())
"""Other words in -mis, -pris, -quis … are singular: permis, mépris, acquis."""

NOUNS_IN_MENT = frozenset(
    "departement element moment comment ciment piment appartement complement supplement firmament"
    " parlement gouvernement monument document argument instrument medicament testament regiment"
    " aliment batiment sentiment segment fragment tourment ferment serment evenement vetement"
    " clement vehement temperament reglement logement traitement mouvement etablissement".split()
)
"""No adverbs: a mouvement is not what is done in a "mouve" way."""

SHORT_ADJECTIVES = frozenset(
    "fort vert haut seul plein noir bleu rond lent mort sain vain laid brun gris dur pur fin nain"
    " court gai vrai joli ami nu cru uni elu plat chat".split()
)
"""Stems too short to tell from other words; these lose the -e of their feminine all the same."""

NO_VERB_FORMS = frozenset(
    "lait parfait satisfait imparfait bienfait mefait forfait surfait defait refait extrait attrait"
    " portrait retrait abstrait soustrait distrait contrait souhait trait plait brait"
    " camera cholera opera riviera rivera herrera minerai environs avirons vignerons forgerons"
    " bucherons boissons poissons moissons buissons frissons herissons saucissons perez suarez"
    " alvarez gutierrez ramirez aguilera carrera chavez dominguez fernandez gomez gonzalez hernandez jimenez lopez"
    " martinez rodez rodriguez sanchez durant pourtant".split()
)
"""Nouns and adjectives (and frequent names) that end as verbs do in -ait, -era, -erons, -ez …"""

ROOTS_IN_R = frozenset(
    "acceler adher confer consider cooper defer deliber differ diger enumer esper exager gener ger"
    " incarcer infer inser liber moder obtemper oper prefer prolifer prosper recuper refer regener"
    " rever suger sugger toler transfer"
    " admir aspir attir conspir desir etir expir inspir respir retir soupir tir transpir".split()
)
"""Verbs whose imperfect looks like a conditional: considér-ait, not consid-erait."""

VERBS_IN_MENT = tuple(
    "arment clament firment forment fument gramment nomment priment rriment somment stiment sument".split()
)
"""What a verb in -ment ends in; any other word in -ment is a noun or an adverb."""

NOUNS_IN_ENT = frozenset(
    "absent abstinent accent accident adherent adjacent adolescent afferent affluent agent ambivalent"
    " antecedent apparent ardent argent ascendent auvent avent brent client coefficient coherent"
    " competent concurrent confident confluent conscient consequent content contingent continent"
    " convalescent convent convergent corpulent couvent decadent decent deferent deficient detergent"
    " different diligent dissident divergent effervescent efficient eloquent emergent eminent"
    " equivalent escient evanescent evident excedent excellent expedient fervent florent fluorescent"
    " frequent gradient grandiloquent imminent impatient impertinent impotent imprudent impudent"
    " incandescent incident incoherent incompetent inconscient inconvenient indecent indifferent"
    " indigent indolent indulgent influent ingredient inherent innocent insolent"
    " intelligent intermittent latent laurent luminescent mecontent occident omnipotent opulent"
    " orient paravent parent patent patient penitent permanent pertinent polyvalent precedent present"
    " president prevalent proeminent prudent quotient recent recipient recurrent referent regent"
    " relent resident reticent sergent serpent solvent somnolent souvent strident student subsequent"
    " succulent tachkent talent tangent torrent transparent trent trident truculent turbulent urgent"
    " vincent violent virulent".split()
)
"""No third persons plural: président, souvent, Laurent."""

ADJECTIVES_IN_ANT = frozenset(
    "abondant adjudant aimant amant amusant angoissant arrivant arrogant assaillant assistant"
    " attachant attaquant attrayant auparavant autant avant battant bienveillant bouleversant"
    " brillant bruyant calmant captivant carburant cependant charmant choquant collant combattant"
    " commandant commercant complaisant composant concluant confiant conquerant constant constituant"
    " consultant contaminant contraignant convaincant correspondant coulant coupant courant"
    " croissant croyant cuisant culminant debutant decevant defaillant degradant delinquant dependant"
    " deroutant descendant desinfectant desobligeant determinant devant diamant dirigeant dissolvant"
    " distant dominant dorenavant edifiant effrayant elegant elephant emigrant emouvant encombrant"
    " encourageant enfant enseignant entrant eprouvant epuisant errant etonnant etouffant etudiant"
    " excitant exigeant existant exorbitant exploitant extravagant exuberant fabricant fascinant"
    " fatigant figurant flagrant flamboyant florissant fondant foudroyant frappant fringant fulgurant"
    " gagnant galant garant geant genant gerant glacant gouvernant habitant hallucinant hesitant"
    " humiliant ignorant immigrant important imposant impressionnant impuissant incessant"
    " inconstant independant inquietant insignifiant instant insuffisant insultant interessant"
    " intervenant intrigant irritant itinerant lancinant lassant levant lieutenant maintenant"
    " malveillant manifestant manquant marrant mechant menacant mendiant migrant militant montant mordant"
    " moyennant naissant navrant negociant nonobstant obligeant occupant odorant offensant opposant"
    " palpitant participant passant passionnant pedant penchant pendant percutant perdant performant"
    " persistant pesant piquant plaisant polluant postulant poursuivant predominant preoccupant"
    " pressant pretendant protestant provocant puissant rampant rassurant ravissant rayonnant"
    " recalcitrant reconnaissant redondant relaxant relevant remplacant renaissant repentant"
    " repoussant representant repugnant requerant resistant ressortissant restaurant revenant saignant"
    " saillant saisissant sanglant savant seduisant semblant servant sextant soignant sortant"
    " souffrant souriant stagnant stimulant stressant stupefiant suffisant suivant suppleant"
    " surprenant surveillant survivant sympathisant tenant terrifiant tolerant touchant tournant"
    " trafiquant traitant tranchant transcendant triomphant troublant vacant vaillant variant versant"
    " vibrant vigilant vivant vivifiant volant votant voyant".split()
)
"""Nouns and adjectives in -ant with a meaning of their own, not participles: habitant, important."""
