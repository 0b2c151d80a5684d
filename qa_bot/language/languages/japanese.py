"""Japanese."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions

__all__ = ["JAPANESE"]

_HOW_MANY: Final = "いくつ|いくら|何[人個本台枚回年間歳円度点軒冊頭匹割件名]|どのくらい|どれくらい|どれだけ"

_QUESTIONS: Final = Questions(
    who="誰|だれ|どなた",
    when="いつ|何時|何年|何月|何日|何曜日",
    where="どこ|どちら|何処",
    what="何|なに|なん|どの|どれ|どんな",
    why_or_how="なぜ|何故|どうして|どのように|どうやって|いくつ|いくら|どのくらい|どれくらい|どれだけ",
    yes_no="ですか|ますか|でしたか|ましたか|でしょうか",
    how_many=_HOW_MANY,
    number=_HOW_MANY,
    time="いつ|何時|何年(?!間)|何月|何日(?!間)|何曜日|何世紀",
    place="どこ|何処|どの(?:町|街|都市|国|県|州|場所|地域|村)",
    name="誰|だれ|どなた|どの(?:人|会社|大学|企業|団体|学校)",
    wants_number=rf".{{0,16}}?(?:{_HOW_MANY})",
    unsaid="本当|言及|報道|報告|記事|説明|発生|何時|何処|何故",
)

_ANSWERS: Final = Answers(
    numbers="[零〇一二三四五六七八九十百千万億半]",
    times=(
        "[0-9零〇一二三四五六七八九十]+(?:年|月|日|時|世紀|年代)|今日|昨日|明日|去年|昨年|今年|来年|[月火水木金土日]曜"
        "|春|夏|秋|冬|朝|昼|夜|午前|午後"
    ),
)

JAPANESE: Final = Language(
    code="ja",
    name="Japanese",
    has_spaces=False,
    grammar=("[\u3041-\u309f]+|何[時人年月日処故個本台枚回歳円度曜]?|[誰幾是的]|現在|以後|一共"),
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
