"""Thai: its question words, so that passages are not searched for them."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Language, Questions

__all__ = ["THAI"]

THAI: Final = Language(
    code="th",
    name="Thai",
    has_spaces=False,
    grammar="อะไร|ใคร|ที่ไหน|เมื่อไหร่|ทำไม|อย่างไร|เท่าไหร่|กี่",
    questions=Questions(
        who="ใคร",
        when="เมื่อไหร่",
        where="ที่ไหน",
        what="อะไร",
        why_or_how="ทำไม|อย่างไร|เท่าไหร่|กี่",
        how_many="เท่าไหร่|กี่",
        number="เท่าไหร่|กี่",
        time="เมื่อไหร่",
        place="ที่ไหน",
        name="ใคร",
        unsaid="จริงหรือไม่(?:ที่)?|เกิด(?:อะไร)?ขึ้น(?:กับ)?|(?:คุณ)?รู้ไหม(?:ว่า)?|บอก(?:ฉัน|ผม)(?:หน่อย)?",
    ),
)
