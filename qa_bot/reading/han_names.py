"""Names in Chinese, Japanese and Korean, as the rows of those pages write them.

Owns the forms: a few characters without blanks, or two such parts in Japan; "记者" and "기자" beside a name say
that the person wrote.
"""

from __future__ import annotations

import re
from typing import Final

from qa_bot.reading.name_words import is_no_name
from qa_bot.reading.places import is_place

__all__ = ["han_names", "is_han"]

_SCRIPT: Final = r"\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_HAN: Final = re.compile(rf"[{_SCRIPT}]")
_LATIN: Final = re.compile(r"[^\W\d_\u3005-\ud7a3]{2}")
_CHINESE_OR_KOREAN: Final = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+"
)
_JAPANESE: Final = re.compile(
    r"[\u3005\u3040-\u30ff\u3400-\u9fff]{2,8}|[\u30a0-\u30ff]+(?:[・＝][\u30a0-\u30ff]+)+"
)
_JAPANESE_LABEL: Final = re.compile(r"著者|筆者|執筆|文責|ライター|取材|[\u3040-\u30ff]")
_ROLE: Final = re.compile(
    r"\s*(?:本报|本報|新华社|特约|见习|實習|实习)?(?:记者|記者|通讯员|特派员|특파원|선임기자|인턴기자|기자|さん|氏)\s*|\s+(?:著|撰|文)$"
)
_ADDRESS: Final = re.compile(r"\s*(?:\S+@\S*|https?://\S+).*$")
_BRACKETS: Final = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")  # noqa: RUF001
_CUT: Final = re.compile(r"[|｜丨/／]|\s[-–—]\s|\d")  # noqa: RUF001
_SPLIT: Final = re.compile(r"[、，,;；&＆]|\s+(?:和|与|및)\s+")  # noqa: RUF001
_NEWSROOM: Final = re.compile(
    r"編集部|编辑部|編輯部|편집부|新闻社|通讯社|新华社|社$|部$|局$|网$|報$|报$|新聞$|뉴스$|일보$|신문$"
)


def is_han(text: str) -> bool:
    """Tell a text in these scripts, in which Latin words do not stand."""
    return _HAN.search(text) is not None and _LATIN.search(_ADDRESS.sub("", text)) is None


def han_names(text: str, label: str = "") -> list[str]:
    """The names in a text behind `label`; without any, a single one that fills the text."""
    text = _CUT.split(_BRACKETS.sub(" ", _ADDRESS.sub("", text)), maxsplit=1)[0].strip(" 。：:·")  # noqa: RUF001
    text = _ROLE.sub(" ", text).strip()
    names: list[str] = []
    for part in map(str.strip, _SPLIT.split(text)):
        names += _in_part(part, is_japanese=_JAPANESE_LABEL.search(label + part) is not None)
    return list(dict.fromkeys(names))


def _in_part(part: str, *, is_japanese: bool) -> list[str]:
    """Blanks part the names of Chinese rows, but family and given name in Japanese ones."""
    words = part.split()
    form = _JAPANESE if is_japanese else _CHINESE_OR_KOREAN
    if not words or is_no_name(part) or is_place(part) or _NEWSROOM.search(part):
        return []
    if is_japanese:
        return [part] if all(_is_part(word) for word in words) and len(words) <= 2 else []  # noqa: PLR2004
    return words if all(form.fullmatch(word) and not is_no_name(word) for word in words) else []


def _is_part(word: str) -> bool:
    return _JAPANESE.fullmatch(word) is not None or _HAN.fullmatch(word) is not None
