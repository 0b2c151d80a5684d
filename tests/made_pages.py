"""Made-up pages: texts in several languages, and what sites put around them."""

from __future__ import annotations

from qa_bot.reading.html.page import read_web

HEADLINE = "Doctor lifted to the lighthouse"
H1 = f"<h1>{HEADLINE}</h1>"
ENGLISH = (
    "The pilot boat Svala left the mole at six on Tuesday to bring a doctor to the lighthouse, "
    "where the keeper "
    "had broken an arm.",
    "Waves of four metres kept it from landing for two hours, and the doctor was lifted ashore "
    "by the crane that "
    "hoists the oil drums.",
    "The keeper, Nils Aa, was back at work on Thursday. He had spent one night in hospital and "
    "said the food was "
    "better on the rock.",
    "A second keeper will be sent to the rock from November on, the coastal office promised, "
    "after eleven years "
    "with one man alone.",
)
OTHERS = (
    "The choir of Tarn has sold its rehearsal house to a brewery for 310,000 crowns, the choir's "
    "treasurer told "
    "the members on Sunday evening.",
    "The brewery wants to open a bar in it by spring, and the choir may sing there on Mondays for ten years "
    "without paying any rent.",
    "Neighbours have complained about noise before anything was built, and the town has asked "
    "the brewery for a "
    "plan.",
)
GERMAN = (
    "Das Lotsenboot Svala lief am Dienstag um sechs Uhr aus, um einen Arzt zum Leuchtturm zu bringen, dessen "
    "Wärter sich den Arm gebrochen hatte.",
    "Vier Meter hohe Wellen hielten es zwei Stunden lang vom Anlegen ab, und der Arzt wurde mit "
    "dem Kran an Land "
    "gehoben, der sonst Ölfässer hebt.",
    "Der Wärter war am Donnerstag wieder bei der Arbeit. Er hatte eine Nacht im Krankenhaus verbracht.",
)
FRENCH = (
    "Le bateau-pilote Svala a quitté le môle mardi à six heures pour amener un médecin au phare, "
    "dont le gardien "
    "s'était cassé le bras.",
    "Des vagues de quatre mètres l'ont empêché d'accoster pendant deux heures, et le médecin a "
    "été hissé à terre "
    "par la grue.",
    "Le gardien a repris le travail jeudi. Il avait passé une nuit à l'hôpital de la ville.",
)
JAPANESE = (
    "火曜日の朝六時、水先船スワラが灯台へ医者を運ぶために港を出た。灯台守が腕を折ったためである。",
    "高さ四メートルの波のため二時間も接岸できず、医者は油のドラム缶を上げるクレーンで岸に上げられた。",
    "灯台守は木曜日に仕事に戻った。病院には一晩だけいたという。",
)


def paragraphs(*texts: str) -> str:
    """Mark texts up as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, *, title: str = HEADLINE, head: str = "") -> str:
    """Put a body between the header and the footer of a site."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        '<header><a href="/">Coast Courier</a><nav><ul><li><a href="/n">News</a></li></ul></nav></header>'
        f"{body}<footer><p>© 2024 Coast Courier. All rights reserved.</p></footer></body></html>"
    )


def read(body: str, *, title: str = HEADLINE, head: str = "") -> tuple[str, ...]:
    """Read the paragraphs of a page with this body."""
    return read_web(page(body, title=title, head=head), "page.html").paragraphs
