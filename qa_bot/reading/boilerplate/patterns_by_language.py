"""The vocabulary of boilerplate in languages other than English, one value for each language.

Each phrase is one that any site in its language may use for one kind of boilerplate. The values are pieces of
regular expressions in verbose mode, in lower case.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

__all__ = ["FurnitureWords", "any_language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureWords:
    """The vocabulary of a language, each field for one kind of boilerplate."""

    labels: str
    """Beginnings of a button or a heading of other pages; "$" if nothing follows."""
    pointers: str
    """Beginnings of a pointer to another page; a colon follows."""
    comments: str
    """Ends of a heading of comments, before any number."""
    invitations: str
    """Beginnings of an invitation to comment."""
    reply: str
    requests: str
    """Phrases that address the reader of the page: about newsletters, subscriptions, cookies."""
    rights: str
    credits: str
    """Beginnings of a credit; a colon follows."""
    time_ago: str


_GERMAN: Final = FurnitureWords(
    labels=r"""anzeige$ | werbung$ | lesen\ sie\ (?:auch|mehr|hier) | auch\ interessant | das\ könnte\ sie
    | mehr\ (?:zum|zu|aus|von|über|lesen)\b | (?:am\ )?meist\ ?gelesen | verwandte\b | weiterlesen
    | weitere\ (?:artikel|themen|meldungen) | artikel\ (?:teilen|anhören|merken|zum\ hören) | lesezeit\b
    | (?:teilen|drucken|merken|anmelden|abonnieren|impressum|kontakt)$ | zur\ startseite
    | zum\ (?:seitenanfang|inhalt)\b | (?:neueste|top)\W(?:meldungen|themen)\b""",
    pointers=r"lesen\ sie\ auch | siehe\ auch",
    comments="kommentare? | diskussion",
    invitations=r"diskutieren\ sie\b | ihre\ meinung\b",
    reply="antworten",
    requests=r"""datenschutzerklärung\b | unser(?:en?)?\ newsletters?\b | (?:ihr(?:em)?|deinem?)\ postfach\b
    | (?:jetzt|hier)\ (?:anmelden|bestellen|abonnieren|registrieren)\b
    | (?:verwenden|nutzen|akzeptieren)\b.{0,60}\bcookies?\b | cookies?.{0,60}\b(?:einwilligung|zustimm)""",
    rights=r"alle\ rechte\ vorbehalten",
    credits="fotos? | bild(?:rechte|quelle|er)? | quelle",
    time_ago=r"\bvor\ (?:\d+|einem|einer)\ (?:sek|min|stund|tag|woche|monat|jahr)",
)
_FRENCH: Final = FurnitureWords(
    labels=r"""publicité$ | lire\ (?:aussi|la\ suite|plus|également) | (?:à|a)\ (?:lire|découvrir)\b
    | sur\ le\ même\b | dans\ la\ même\ rubrique | les\ plus\ (?:lus|partagés|vus) | partager?\b.{0,30}$
    | imprimer$ | s.abonner | (?:je\ m.|m.)?(?:inscri|abonn)\w{1,4}(?:$|-) | se\ connecter
    | temps\ de\ lecture | voir\ (?:plus|aussi)\b""",
    pointers=r"lire\ aussi | à\ lire",
    comments=r"commentaires? | contributions | réactions",
    invitations=r"réagi(?:r|ssez)\b",
    reply="répondre",
    requests=r"""politique\ de\ confidentialité | (?:nos|notre)\ newsletters?\b | abonnez-vous\b
    | inscrivez-vous\b | votre\ boîte\ mail\b
    | (?:utilisons|acceptez)\b.{0,60}\bcookies?\b | cookies?.{0,60}\bconsentement""",
    rights=r"tous\ droits\ réservés",
    credits=r"crédits?",
    time_ago=r"\bil\ y\ a\ (?:\d|une?\b)",
)
_SPANISH: Final = FurnitureWords(
    labels=r"""publicidad$ | lee\ (?:también|más) | leer\ (?:más|también) | te\ puede\ interesar | lo\ más\b
    | más\ (?:información|noticias|leíd|vist|sobre) | (?:sigue|seguí|siga)\ leyendo
    | (?:noticias\ |artículos\ )?relacionad[ao]s | (?:compartir|copiar|guardar|comentar|imprimir)\b.{0,30}$
    | suscríbe | iniciar\ sesión | archivado\ en | temas\b | recomendaciones\b | últimas?\b""",
    pointers=r"lee\ también | te\ puede\ interesar",
    comments="comentarios?",
    invitations=r"dejan?os\ tu\b",
    reply="responder",
    requests=r"""política\ de\ (?:privacidad|cookies) | nuestra?s?\ newsletters?\b | (?:suscríbete|apúntate)\b
    | tu\ correo\b | (?:usamos|utilizamos)\b.{0,60}\bcookies?\b | cookies?.{0,60}\bconsentimiento""",
    rights=r"todos\ los\ derechos\ reservados",
    credits=r"imagen | fotografía",
    time_ago=r"\bhace\ (?:\d|una?\b)",
)
_ITALIAN: Final = FurnitureWords(
    labels=r"""pubblicità$ | leggi\ (?:anche|tutto|di\ più|i\b) | i\ più\ (?:letti|visti) | condividi\b
    | (?:articoli\ )?correlati\b | argomenti\b | (?:le\ )?ultime\b | potrebbe\ interessarti
    | \d+\ minuti?\ di\ lettura""",
    pointers=r"leggi\ anche",
    comments="commenti",
    invitations=r"lascia\ un\ commento\b",
    reply="rispondi",
    requests=r"""iscriviti\ (?:alla|ora|qui)\b | la\ nostra\ newsletter\b | informativa\ sulla\ privacy
    | (?:usiamo|utilizziamo)\b.{0,60}\bcookies?\b | cookies?.{0,60}\bconsenso""",
    rights=r"tutti\ i\ diritti\ riservati | riproduzione\ riservata",
    credits="immagine | fotografia",
    time_ago=r"\b(?:\d+|un[a']?)\ ?(?:or[ae]|minut[oi]|giorn[oi])\ fa\b",
)
_PORTUGUESE: Final = FurnitureWords(
    labels=r"""publicidade$ | leia\ (?:também|mais) | veja\ (?:também|mais) | saiba\ mais | compartilh
    | mais\ (?:lid[ao]s|notícias|sobre)\b | relacionad[ao]s | tópicos\b | tempo\ de\ leitura
    | recomendados?\b""",
    pointers=r"leia\ (?:também|mais) | veja\ também",
    comments="comentários?",
    invitations=r"deixe\ (?:um|seu)\ comentário\b",
    reply="responder",
    requests=r"""política\ de\ privacidade | nossa\ newsletter\b | seu\ e-?mail\b | assine\ (?:já|agora|a)\b
    | (?:usamos|utilizamos)\b.{0,60}\bcookies?\b | cookies?.{0,60}\bconsentimento""",
    rights=r"todos\ os\ direitos\ reservados",
    credits="imagem",
    time_ago=r"\bhá\ (?:\d|uma?\b)",
)
_DUTCH: Final = FurnitureWords(
    labels=r"""advertentie$ | lees\ (?:ook|meer|verder) | meer\ (?:over|nieuws|van)\b | meest\ gelezen
    | gerelateerd | leestijd\b | (?:deel|bewaar|luister|inloggen|aanmelden|inschrijven)$""",
    pointers=r"lees\ ook",
    comments="reacties",
    invitations=r"reageer\ op\b",
    reply="reageer|reageren|beantwoorden",
    requests=r"""(?:onze|de)\ nieuwsbrief\b | uw\ e-?mailadres\b
    | (?:gebruiken|accepteren)\b.{0,60}\bcookies?\b | cookies?.{0,60}\btoestemming""",
    rights=r"alle\ rechten\ voorbehouden",
    credits="beeld",
    time_ago=r"\b(?:\d+|een)\ (?:uur|min\w*|dag\w*)\ geleden\b",
)
_EAST_ASIAN: Final = FurnitureWords(
    labels=r"""(?:相关|推荐|热门|热点|猜你喜欢|分享|收藏|字号|广告|责任编辑)
    | (?:関連|おすすめ|シェア|ツイート|印刷|広告) | \w{0,8}(?:ランキング|会員限定|有料記事)
    | (?:관련|추천|인기|공유|광고)""",
    pointers="相关阅读 | 関連記事 | 관련기사",
    comments="(?:热门|最新|我要|全部|网友)?(?:评论|評論|留言) | コメント | 댓글",
    invitations="发表评论 | コメントを",
    reply="回复 | 返信 | 답글",
    requests="请登录 | 会員登録",
    rights=r"icp\ ?[备证] | 网安备 | 版权(?:所有|声明) | 未经.{0,8}(?:授权|许可) | 無断転載 | 무단.{0,8}금지",
    credits="图 | 写真 | 사진",
    time_ago=r"\d\s?(?:分钟|小时|天|分|時間|日)前 | \d\s?(?:분|시간|일)\s?전",
)
_ALL: Final = (_GERMAN, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE, _DUTCH, _EAST_ASIAN)


def any_language() -> FurnitureWords:
    """Return the vocabulary of all the languages, as alternatives."""
    return FurnitureWords(
        **{
            field.name: " | ".join(getattr(words, field.name) for words in _ALL)
            for field in fields(FurnitureWords)
        }
    )
