"""Korean, whose words have too many endings to split off: its syllables are used in pairs."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions

__all__ = ["KOREAN"]

_HOW_MANY: Final = "몇|얼마"

_QUESTIONS: Final = Questions(
    who="누구|누가",
    when="언제|몇 년|몇 월|며칠",
    where="어디",
    what="무엇|무슨|뭐|어떤|어느",
    why_or_how="왜|어떻게|얼마|몇",
    yes_no="습니까|입니까|인가요|나요",
    how_many=_HOW_MANY,
    number=r"몇(?! ?[년월시])|얼마",
    time="언제|몇 ?[년월시]|며칠|어느 (?:해|날)",
    place="어디|어느 (?:도시|나라|지역|마을|곳)",
    name="누구|누가|어느 (?:회사|대학|사람|학교|단체)",
    wants_number=r".{0,20}?(?:몇(?! ?[년월시])|얼마)",
    unsaid=(
        "누구|누가|언제|며칠|어디|무엇|무슨|뭐|어떤|어느|왜|어떻게|사실입니까|사실인가요|언급되었습니까|언급|보도되었습니까"
        "|보도|일어났습니까|알고|있습니까|알려|말해|주세요|따르면"
    ),
)

_ANSWERS: Final = Answers(
    numbers=(
        "[일이삼사오육칠팔구십백천만억]|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|스물|서른|마흔"
        "|[한두세네] |절반"
    ),
    times=(
        "[0-9]+ ?(?:년|월|일|시|세기)|오늘|어제|내일|작년|올해|내년|[월화수목금토일]요일|봄|여름|가을|겨울"
        "|아침|저녁|오전|오후"
    ),
)

KOREAN: Final = Language(
    code="ko",
    name="Korean",
    has_spaces=False,
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
