"""Words that occur where names do but are never part of a person's name, in many languages.

They are sections of a paper, labels, buttons, roles, placeholders of publishing programs, and newsrooms.
"""

# ruff: noqa: E501, SIM905  (words of many scripts, one kind a line)

from __future__ import annotations

import re
from typing import Final

__all__ = ["has_role", "is_no_name"]

_SECTIONS: Final = frozenset(
    """
    about advertisement africa america analysis arts asia australia breaking briefing business china
    comment comments contact culture daily economy editorial education energy entertainment environment
    europe events exclusive fashion features film finance food football games guide health home industry
    international jobs latest law life lifestyle live local magazine markets media metro money more
    movies multimedia music nation national news newsletter opinion opinions photo photos podcast
    podcasts policy politics popular press privacy property read real reports review reviews science
    search section share shopping society special sport sports stories story style subscribe tech
    technology television terms top topics travel trending uk us video videos view views weather web
    world
    politik wirtschaft panorama feuilleton kultur wissen reise gesundheit meinung nachrichten lokales politique
    économie société sciences actualité actualités monde política economía deportes sociedad noticias cultura
    mundo opinión esportes economia notícias cronaca sport spettacoli binnenland buitenland nieuws wiadomości
    kraj świat политика экономика общество новости спорт мир
    """.split()
)
_LABELS: Final = frozenset(
    """
    author authors autor autoren autorin autorinnen autora autores auteur auteurs auteure autore autrice autori
    verfasser автор авторы författare forfatter kirjoittaja yazar szerző byline
    updated published posted publisher aktualisiert veröffentlicht zuletzt uhr lesezeit publié publicado
    actualizado pubblicato aggiornato gepubliceerd opublikowano опубликовано обновлено
    text fotos bild bilder illustration images image picture pictures credit credits zdjęcia фото
    copyright license licence lizenz cc creative commons wikimedia shutterstock unsplash pixabay pexels flickr
    """.split()
)
_BUTTONS: Final = frozenset(
    """
    copy print follow save download listen tweet email e-mail login menu facebook twitter instagram linkedin
    whatsapp pinterest telegram rss link button click here biography bio profile teilen drucken folgen kopieren merken abonnieren
    speichern weiterlesen anhören vorlesen copier partager imprimer suivre enregistrer s'abonner envoyer écouter
    compartir copiar imprimir seguir suscribirse suscríbete guardar escuchar condividi copia stampa segui iscriviti
    salva ascolta compartilhar assinar ouvir delen kopiëren afdrukken volgen luisteren udostępnij kopiuj drukuj
    obserwuj поделиться копировать печать подписаться слушать dela kopiera kopier følg följ paylaş kopyala
    مشاركة نسخ طباعة متابعة
    """.split()
)
_PLACEHOLDERS: Final = frozenset(
    """
    unknown anonymous anonym unbekannt inconnu inconnue anonyme desconocido desconocida anónimo desconhecido
    anônimo sconosciuto anonimo onbekend anoniem nieznany неизвестный неизвестен аноним okänd ukendt ukjent
    undefined null none nan n/a administrator администратор superuser root webmaster default test example
    مجهول firstname lastname username nobody
    """.split()
)
_NEWSROOMS: Final = frozenset(
    """
    redaktion onlineredaktion nachrichtenredaktion redaktionsteam redacción redaccion redação redacao redazione
    rédaction redaction redactie redakcja redakce redaksjonen redaksjon redaktionen toimitus szerkesztőség
    redacția redaksi редакция редакція newsroom newsdesk هيئة التحرير
    """.split()
)
_NO_NAME: Final = _SECTIONS | _LABELS | _BUTTONS | _PLACEHOLDERS | _NEWSROOMS
_WHOLE: Final = frozenset(
    {
        "stand", "last", "von", "par", "por", "by", "name", "your name", "the author", "post", "page", "site",
        "super user", "read", "data", "date", "no", "not available",
        "written", "written by", "on", "new", "mr", "mrs", "dr", "tags", "category", "source", "user name",
        "作者", "佚名", "匿名", "未知", "小编", "管理员", "编辑", "编辑部", "本站", "网友", "网络", "综合", "记者", "原创",
        "转载", "分享", "关注", "复制", "收藏", "打印", "本报讯", "著者", "筆者", "編集部", "編集者", "管理人", "名無し",
        "不明", "なし", "匿名希望", "投稿者", "運営", "フォロー", "コピー", "シェア", "保存", "印刷", "共有", "기자", "관리자",
        "편집부", "운영자", "익명", "작성자", "미상", "복사", "공유", "인쇄", "구독", "팔로우",
    }
)  # fmt: skip
_ROLE: Final = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|contributors?|columnists?|staff|journalists?|chief|bureau"
    r"|photographers?|producers?|fellow|professor|analyst|senior|special to"
    r"|\w*admin\w*|webmaster|team|desk|guest|user"
    r"|\w*redakteur(?:in)?|\w*korrespondent(?:in)?|journalistin(?:nen)?|volontär(?:in)?|mitarbeiter(?:in)?|fotograf(?:in)?"
    r"|gastautor(?:in)?|periodistas?|corresponsal|redactora?|colaboradora?|jornalistas?|repórter|colunista|giornalista|inviat[oa]"
    r"|correspondante?|journalistes?|rédact(?:eur|rice)s?|photographe|redacteur|verslaggever|dziennikar(?:z|ka)|reporterka"
    r"|журналист\w*|корреспондент\w*|обозреватель|фотограф\w*|skribent|journalisten?|toimittaja|muhabiri?)\b",
    re.IGNORECASE,
)


def has_role(name: str) -> bool:
    """Check whether a part of a byline is a role rather than a name."""
    return _ROLE.search(name) is not None


def is_no_name(name: str) -> bool:
    """Check whether a text is a section, label, button, placeholder or newsroom."""
    plain = name.strip(" .,:").casefold()
    return plain in _WHOLE or any(word.strip(".,:()").casefold() in _NO_NAME for word in name.split())
