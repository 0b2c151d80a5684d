"""Names in Chinese, Japanese and Korean bylines.

A name is a few characters without spaces, or two such parts in Japanese; "记者" and "기자" next to a name mark
the person as the author.
"""

# ruff: noqa: E501, RUF001  (Han names and their marks)

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.months import is_day_or_month
from qa_bot.reading.metadata.name_words import is_no_name
from qa_bot.reading.metadata.places import is_place

__all__ = ["han_names", "is_full_name", "is_han"]

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
_FULL_NAME: Final = re.compile(
    "[李王张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱林何郭罗羅梁宋郑鄭谢謝韩韓唐冯馮董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜"
    "戴夏钟鍾汪田任姜范姚谭譚廖邹熊陆陸郝孔崔康毛邱秦顾顧侯邵孟段雷钱錢汤湯尹黎武乔贺賴赖龚龔][\u3400-\u9fff]{1,2}"
    "|[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄][\uac00-\ud7a3]{2}"
    "|[\u3400-\u9fff]{1,3}[ \u3000][\u3005-\u30ff\u3400-\u9fff]{1,4}"
)
_ROLE: Final = re.compile(
    r"\s*(?:本报|本報|新华社|特约|见习|實習|实习)?(?:记者|記者|通讯员|特派员|특파원|선임기자|인턴기자|기자|さん|氏)\s*|\s+(?:著|撰|文)$"
)
_ADDRESS: Final = re.compile(r"\s*(?:\S+@\S*|https?://\S+).*$")
_BRACKETS: Final = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_CUT: Final = re.compile(r"[|｜丨/／]|\s[-–—]\s|\d")
_SPLIT: Final = re.compile(r"[、，,;；&＆]|\s+(?:和|与|및)\s+")
_NEWSROOM: Final = re.compile(
    r"編集部|编辑部|編輯部|편집부|新闻社|通讯社|新华社|社$|部$|局$|网$|報$|报$|新聞$|뉴스$|일보$|신문$"
)


def is_han(text: str) -> bool:
    """Check whether a text is in these scripts, without Latin words."""
    return _HAN.search(text) is not None and _LATIN.search(_ADDRESS.sub("", text)) is None


def han_names(text: str, label: str = "") -> list[str]:
    """Return the names in a text after `label`; without a label, a single name that fills the text."""
    text = _CUT.split(_BRACKETS.sub(" ", _ADDRESS.sub("", text)), maxsplit=1)[0].strip(" 。：:·[]【】（）()=")
    text = _ROLE.sub(" ", text).strip()
    names: list[str] = []
    for part in map(str.strip, _SPLIT.split(text)):
        names += _in_part(part, is_japanese=_JAPANESE_LABEL.search(label + part) is not None)
    return list(dict.fromkeys(names))


def is_full_name(text: str) -> bool:
    """Check for a name by its form: a common family name with a given name, or a Japanese name in parts."""
    if is_no_name(text) or is_place(text) or is_day_or_month(text) or _NEWSROOM.search(text):
        return False
    return _FULL_NAME.fullmatch(text) is not None


def _in_part(part: str, *, is_japanese: bool) -> list[str]:
    """Return the names in a part: spaces separate Chinese names, but family and given name in Japanese."""
    words = part.split()
    form = _JAPANESE if is_japanese else _CHINESE_OR_KOREAN
    if not words or is_no_name(part) or is_place(part) or _NEWSROOM.search(part):
        return []
    if is_japanese:
        return [part] if all(_is_part(word) for word in words) and len(words) <= 2 else []  # noqa: PLR2004
    return words if all(form.fullmatch(word) and not is_no_name(word) for word in words) else []


def _is_part(word: str) -> bool:
    return _JAPANESE.fullmatch(word) is not None or _HAN.fullmatch(word) is not None
