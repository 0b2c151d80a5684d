"""French."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["FRENCH"]

_HOW_MANY: Final = (
    "combien|quelle? (?:nombre|pourcentage|proportion|part|montant|quantité|âge|hauteur|longueur|largeur"
    "|profondeur|distance|taille|somme)"
)

_QUESTIONS: Final = Questions(
    who="qui",
    when="quand",
    where="où",
    what="que|qu|quoi|quel|quelle|quels|quelles|lequel|laquelle|lesquels|lesquelles",
    why_or_how="pourquoi|comment|combien",
    yes_no="est|sont|était|étaient|a|ont|avait|fut|furent|peut|doit|y",
    openers="à|après|avant|avec|chez|dans|de|depuis|en|jusqu|par|pendant|pour|sur|vers|d",
    how_many=_HOW_MANY,
    what_time="quelle?s? (?:année|an|mois|jour|date|semaine|décennie|siècle|heure|époque)",
    number=_HOW_MANY
    + (
        r"|(?:quel|quelle) (?:est|était|sera|fut) (?:le |la |l['\u2019])(?:nombre|pourcentage|proportion"
        "|part|montant|quantité|âge|hauteur|longueur|largeur|profondeur|distance|taille|prix|coût|vitesse"
        "|population|somme)"
    ),
    time="quand|quelle?s? (?:année|an|mois|jour|date|décennie|siècle|époque|heure)",
    place="où|quelle?s? (?:ville|pays|état|région|lieu|endroit|province|continent|village|fleuve|rivière)",
    name=(
        "qui|quelle?s? (?:personne|homme|femme|roi|reine|président|présidente|auteur|autrice|entreprise"
        "|société|groupe|architecte|université|école|organisation|équipe|compositeur)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:combien|quel (?:nombre|pourcentage|montant)|quelle (?:proportion|part|quantité)"
        r"|(?:quel|quelle) (?:est|était|fut|sera) (?:le |la |l['\u2019])(?:nombre|prix|coût|population"
        "|pourcentage|taille|longueur|hauteur) d[a-z]*)"
    ),
    wants_name=r"\W*(?:qui (?!est-ce que)|comment s['\u2019]appelle|quel (?:est|était) le nom)",
    requests=(
        r"^\W*(?:expliqu|décriv|résum|compar|défini)\w*\b|\bque s['\u2019]est[- ]il passé\b"
        r"|\best[- ]il vrai qu|\best-ce qu"
    ),
    asking_words=words("""
        vrai faux entendu passé arrivé mentionné article articles auteur auteurs texte textes nouvelles dit
        selon sait connu quelqu personne quelque chose rien écrit écrivit rapporté lu question réponse
        exactement vraiment appelé appelle nommé genre sorte environ mentionner mentionnée mentionnées
        mention passe arrive dire dis dites disent disait raconte raconter parle parler parlé parlent
        parlait décrit décrite décrire décrivent description savez sais savoir rapporte rapportent explique
        expliquer informations me peux peut pouvez pourriez voudrais aimerais veux
    """),
    unsaid=(
        "combien de temps|(?:une|aucune|quelque|la moindre|d['\u2019]) ?idée|me demande"
        "|(?:trouver|trouve|découvrir|découvre) (?:si|qui|où|quand|comment|pourquoi)"
    ),
)

_ANSWERS: Final = Answers(
    numbers=(
        "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
        "|vingts?|trente|quarante|cinquante|soixante|septante|octante|nonante|cents?|mille|(?:million"
        "|milliard|millier|dizaine|douzaine|vingtaine|centaine)s?|zéro|aucune?|moitié|demie?|tiers|quart"
        "|double|plusieurs"
    ),
    times=(
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi"
        "|mercredi|jeudi|vendredi|samedi|dimanche|siècles?|décennies?|aujourd|hier|demain|hiver|été"
        "|printemps|automne|soir|matin"
    ),
    capitals="A-ZÀ-ÖØ-ÞŒ",
    places=(
        r"(?:à|au|aux|en|dans|de|du|près|vers|sur|entre|chez|depuis) (?:la |le |les |l['\u2019]"
        r"|d['\u2019])?|(?:d|l)['\u2019]"
    ),
)

FRENCH: Final = Language(
    code="fr",
    name="French",
    function_words=words("""
        à ai alors après au aucun aussi autre aux avait avant avec avez avoir beaucoup car ce cela celle
        celui ces cet cette ceux chez combien comme comment contre dans de depuis des donc dont du elle
        elles en encore entre est et été étaient était eu eux fait il ils je jusque la le les leur leurs
        lors lui mais même mes moi moins mon ne ni nos notre nous on ont ou où par parce pas pendant peu
        peut plus pour pourquoi près qu quand que quel quelle quelles quels qui quoi sa sans se sera ses
        si son sont sous sur ta te tes toi ton toujours tous tout toute toutes très tu un une vers vos
        votre vous y quelqu c d l s n j m
    """),
    everyday_words=words("""
        coûte coûtent coûtait coûté gagné gagne ouvre ouvert fermé habite naquit né née dit disait
        appelle cher chère ça aujourd hui hier
    """),
    letters=frozenset("àâæçéèêëîïôœùûüÿ"),
    months=in_order("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    short_months=(
        in_order("janv févr mars avr mai juin juil août septembre oct nov déc"),
        in_order("jan fév mars avr mai juin juil aout"),
    ),
    stemmer="french",
    decimal_comma=True,
    endings="|s|e|es|x|nt|ent|ée|és|ées|er|ait|aient",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
