"""The labels and lead words of bylines, in many languages: authors, and people with other roles.

The words after "Author:", "Von" or "作者" name authors; those after "Photo:", "Editor:", "责任编辑" or "Stand:"
never do.
"""

# ruff: noqa: E501, RUF001  (words of many scripts, one kind a line)

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from qa_bot.reading.metadata.dates import find_dates

__all__ = ["Stated", "is_credit_label", "stated_authors"]

_WROTE: Final = (
    r"authors?|writers?|reporters?|contributors?|words|story|text|byline|autor(?:in|innen|en|a|as|es|ka|zy|ky|ul)?|verfasser(?:in)?|texte?s?"
    r"|texto|testo|tekst(?:en)?|auteur(?:e|s|es)?|autrices?|autor[ei]|redactora?|reportagem|forfattere?|författare|skribent(?:er)?|schrijver"
    r"|kirjoittajat?|teksti|yazar|szerző|írta|napsala?|napisała?|opracowała?|συντάκτης|автор(?:ы|и|ка)?|текст|написала?|подготовила?"
    r"|penulis|oleh|tác giả|लेखक|الكاتبة?|المؤلف|كتبت?|بقلم|מאת|نویسنده"
    r"|取材・文|文・(?:写真|取材|構成)|本报记者|本報記者|通讯员|撰文|撰稿|采写|執筆者?|著者|筆者|文責|ライター|作\s?者|记者|記者|文字|글쓴이|작성자|저자|필자|기자|글"
)
_WROTE_ALONE: Final = r"文|글"
_DID_OTHERWISE: Final = (
    r"(?:foto|photo|bild)(?:s|graf\w*|graph\w*|credits?|er|nachweis)?|foto['’]s|pictures?|images?|imagen(?:es)?|imagem|immagin[ei]|illustrat\w+"
    r"|ilustrac\w+|illustrazion[ei]|fotograf[ií]as?|videos?|kamera|camera|graphics?|grafik|infograf\w*|zdjęci[ae]|fot|źródło|beeld|kuva"
    r"|edit(?:or|ors|ed|ing)|redaktion|redaktør|redaktör|redakt(?:eur|eurin|or|orka)|lektorat|bearbeitung|edición|edição|redakcja"
    r"|reviewed|fact[- ]checked|compiled|translat(?:ed|ion|or)|übersetz\w+|traduc\w+|traduit|traduzione|tradução|tłumaczenie"
    r"|sources?|quellen?|fuentes?|fonti?|fontes?|bron|kilde|källa|zdroj|источник|kaynak"
    r"|category|kategorien?|categor[ií]as?|rubrik|tags?|topics?|share|teilen|comments?"
    r"|copyright|licen[sc]e|lizenz|credits?|фото|видео|редактор|перевод|иллюстрац\w+|تصوير|صورة|تحرير|ترجمة|المصدر|צילום"
    r"|責任編集|責任編輯|责任编辑|責編|责编|编辑|編輯|編集者?|写真|撮影|攝影|摄影|摄像|图片|圖片|图源|翻译|翻譯|翻訳|监制|校对|审核|审校|編校|编校|監修|イラスト|提供|出典"
    r"|稿源|来\s?源|來\s?源|来自|时间|日期|发布|發布|更新日?|公開日?|発行|原标题|标签|分享|点击|阅读|浏览|字号|사진|편집|출처|입력|수정|등록|승인|번역|감수|그림"
)
_DID_ALONE: Final = r"图|圖"
_WHEN: Final = (
    r"(?:publi(?:sh(?:ed)?|cation)|post(?:ed)?|upload) date|date (?:published|posted)|publish|"
    r"(?:last |zuletzt |first )?(?:updated?|modified|aktualisiert|geändert|publi(?:shed|é|cado|cato)|posted|created|written?|upload(?:ed)?|on)"
    r"|stand|mise? à jour|actualizad[oa]|atualizad[oa]|aggiornat[oa]|pubblicato|veröffentlicht|erstellt|gepubliceerd|bijgewerkt"
    r"|datum|date|fecha|data|дата|опубликован[оа]|обновлен[оа]"
)
_JOINED: Final = r"\s*(?:,|&|\+|/|、|・|\b(?:and|und|et|y|e|en|och|og|i|и|a)\b)\s*"
_BY: Final = r"by|von|par|por|di|door|av|af|od|przez|від|от"
_END: Final = rf"\s*[:：]\s*|\s+(?:{_BY}|de)\b:?\s*"
_HAN_END: Final = r"\s*[:：/／|｜丨]\s*"
_LABEL: Final = re.compile(
    rf"(?<![^\W_])(?P<words>(?:{_WROTE}|{_DID_OTHERWISE})(?:{_JOINED}(?:{_WROTE}|{_DID_OTHERWISE}))*\.?)(?:{_END})"
    rf"|(?<![^\W_])(?:{_WHEN})\s*[:：]\s*|(?P<han>(?:{_WROTE}|{_DID_OTHERWISE}))(?<=[\u2e80-\ud7af])(?:{_HAN_END})"
    rf"|(?<!\w)(?P<one>{_WROTE_ALONE}|{_DID_ALONE})(?:{_HAN_END})",
    re.IGNORECASE,
)
_DATE_LABEL: Final = re.compile(rf"(?:{_WHEN})\s*[:：]\s*", re.IGNORECASE)
_IS_AUTHOR: Final = re.compile(rf"(?<!\w)(?:{_WROTE}|{_WROTE_ALONE})(?!\w)", re.IGNORECASE)
_ANY_LABEL: Final = re.compile(
    rf"\W*(?:(?:about the|über de[nr]|über die|sobre (?:el|la)|à propos de l['’]|l['’]|the|der|die|el|la|o|a|il)\s*)?"
    rf"(?:{_WROTE}|{_WROTE_ALONE}|{_DID_OTHERWISE}|{_DID_ALONE}|{_WHEN}|{_BY})(?:{_JOINED}(?:{_WROTE}|{_DID_OTHERWISE}))*\W*",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    rf"^\W*(?:(?:(?:an?|ein|eine|un|une|uno|een)\s)?(?:[^\W\d_]+\s)?(?:article|report|review|interview|column|post|essay|beitrag|artikel|bericht|gastbeitrag"
    rf"|kommentar|interview|kolumne|artículo|articolo|artigo|artykuł|статья)\s(?:{_BY}|de)\s+"
    rf"|(?:an?|ein|eine|un|une|uno|una|um|uma|een)\s[^\W\d_]+\s(?:{_BY}|de)\s+"
    rf"|(?:written|words|story|text|posted|published|contributed|authored|geschrieben|verfasst|écrit|rédigé|publié|propos recueillis|escrito|redactado|publicado"
    rf"|scritto|pubblicato|geschreven|skrevet|skriven|skrifað|написано)\s(?:{_BY}|da)\s+|a cura di\s+|scris de\s+|publicat de\s+"
    rf"|(?:(?P<by>by):?|(?P<foreign>{_BY}):?)\s+"
    r"|(?P<wrote>автор|написала?|بقلم|كتبت?|מאת|oleh|yazan|本报记者|本報記者|记者|記者|文|撰文|作者|執筆者?|著者|筆者|ライター|글(?:·사진)?|기자명?|글쓴이|작성자|필자)\s+|新华社记者\s*)",
    re.IGNORECASE,
)
_BEHIND_DATE: Final = re.compile(
    rf"\d[\w.:]*(?:\s(?:uhr|h|[ap]\.?m\.?))?[\s,|·–-]+(?:{_BY})\s+(?=\w+\s\w)", re.IGNORECASE
)
_HAN_ROLE: Final = re.compile(
    r"^(?:[【（(\[]?[\uac00-\ud7a3\u3400-\u9fff]{2,8}\s?=\s?)?[【（(\[]?"
    r"(?:(?:本报|本報)?(?:记者|記者)\s?(?=[\u3400-\u9fff]{2,4}[／/】）)])|(?=[\uac00-\ud7a3]{2,4}\s?(?:\w{2})?기자(?:\W|$))"
    r"|(?=[\u3400-\u9fff]{2,4}\s?(?:记者|記者)(?:\W|$))|(?=[\u3005-\u30ff\u3400-\u9fff]{2,8}\s?[（(](?:ライター|记者|記者|文)[）)]))"
)
"""【記者李明／台北報導】, 김민수 기자"""


@dataclass(frozen=True, slots=True)
class Stated:
    """The words of a byline that name the authors."""

    names: str
    is_led: bool
    """Whether a label or a lead word marks them as authors."""
    label: str = ""
    """That label or lead word, as it appears in the text."""


def stated_authors(text: str) -> Stated | None:
    """Find the part of a byline that names authors; None if all of it credits others, or nobody is named."""
    labels = list(_LABEL.finditer(text))
    for label, following in zip(labels, (*labels[1:], None), strict=False):
        named = text[label.end() : following.start() if following else len(text)].strip(" ,;|/·")
        is_told = (
            label["words"]
            and label.group().rstrip()[-1:].isalpha()
            and text[: label.start()].rstrip()[-1:].isalnum()
        )
        if named and not is_told and _IS_AUTHOR.search(label.group()):
            return Stated(named, is_led=True, label=label.group())
    head = text[: labels[0].start()] if labels else text
    dated = text if labels and _DATE_LABEL.fullmatch(labels[0].group()) else head
    lead = _LEAD.match(head) or _HAN_ROLE.match(head) or _by_behind_date(dated)
    if lead is not None:
        return Stated(lead.string[lead.end() :], is_led=True, label=lead.group())
    return Stated(head, is_led=False) if any(char.isalnum() for char in head) else None


def _by_behind_date(text: str) -> re.Match[str] | None:
    match = _BEHIND_DATE.search(text)
    return match if match is not None and find_dates(text[: match.end()]) else None


def is_credit_label(text: str) -> bool:
    """Check whether a text is a label alone: "Author", "Foto:", "Über den Autor"."""
    return _ANY_LABEL.fullmatch(text) is not None
