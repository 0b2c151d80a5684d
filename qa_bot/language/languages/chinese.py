"""Chinese, in simplified and in traditional characters."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions

__all__ = ["CHINESE"]

_HOW_MANY: Final = (
    "多少|几[个個位名天次岁歲座条條本人家公米里]|幾[个個位名天次歲座條本人家公米里]|多[长長高远遠重大深宽寬]"
)

_QUESTIONS: Final = Questions(
    who="谁|誰|何人",
    when="什么时候|什麼時候|何时|何時|几时|幾時|哪年|哪一年|哪天|哪一天|几月|幾月|几点|幾點|多久",
    where="哪里|哪裡|哪裏|哪儿|哪兒|何处|何處|何地|在哪",
    what="什么|什麼|甚麼|哪|何",
    why_or_how="为什么|為什麼|為甚麼|为何|為何|怎么|怎麼|怎样|怎樣|如何|多少|几|幾",
    yes_no="吗|嗎|是否|是不是|有没有|有沒有|会不会|會不會",
    how_many=_HOW_MANY,
    number=_HOW_MANY,
    time="什么时候|什麼時候|何时|何時|几时|幾時|哪一?年|哪一?天|哪个月|哪個月|[几幾][月点點]|多久",
    place="哪里|哪裡|哪裏|哪儿|哪兒|何处|何處|何地|在哪|哪[个個座]?(?:城市|国家|國家|省|地方|地区|地區)",
    name="谁|誰|何人|哪[位家]|哪[个個](?:人|公司|国王|大学|大學)",
    wants_number=rf".{{0,12}}?(?:{_HOW_MANY})",
    requests="^(?:请|請)?(?:解释|解釋|说明|說明|描述|列出|比较|比較|介绍|介紹)",
)

_ANSWERS: Final = Answers(
    numbers="[零〇一二两兩三四五六七八九十百千万萬亿億半]",
    times=(
        "[0-9零〇一二三四五六七八九十]+(?:年|月|日|号|號|点|點|时|時|世纪|世紀|年代)|今天|昨天|明天|去年|今年|明年"
        "|星期|周[一二三四五六日末]|週[一二三四五六日末]|春|夏|秋|冬|早上|上午|中午|下午|晚上|凌晨"
    ),
)

CHINESE: Final = Language(
    code="zh",
    name="Chinese",
    has_spaces=False,
    grammar=(
        "为什么|為什麼|為甚麼|什么|什麼|甚麼|多少|哪[些里裡裏儿個个位家年天种一]?|怎[么麼样樣]|如何|何[时時地]"
        "|是否|请问|請問|几[个位名年天次]|幾[個位名年天次]|[谁誰的了是吗嗎呢吧在被和何]|现在|現在|以后|以後|之后"
        "|星期几|星期幾|多[久长長大高远遠重]|一共|总共|[把让讓都也这這那些]"
    ),
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
