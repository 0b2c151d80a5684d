"""Spanish."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["SPANISH"]

_HOW_MANY: Final = (
    "cu[áa]nt[oa]s?|qu[ée] (?:número|porcentaje|proporción|parte|cantidad|importe|edad|altura|longitud"
    "|distancia|tamaño)"
)

_QUESTIONS: Final = Questions(
    who="quién|quiénes|quien|quienes",
    when="cuándo|cuando",
    where="dónde|donde|adónde",
    what="qué|que|cuál|cuáles|cual|cuales",
    why_or_how="cómo|como|cuánto|cuánta|cuántos|cuántas|cuanto|cuanta|cuantos|cuantas|por qué|porqué",
    yes_no="es|son|era|eran|fue|fueron|está|están|hay|había|ha|han|puede|pueden|debe|tiene|tienen",
    openers="a|ante|con|contra|de|desde|durante|en|entre|hacia|hasta|para|por|según|sin|sobre|tras",
    how_many=_HOW_MANY,
    what_time="(?:qu[ée]|cu[áa]l) (?:año|mes|día|fecha|semana|década|siglo|hora|época)",
    number=_HOW_MANY
    + (
        "|cu[áa]l (?:es|era|fue) (?:el|la) (?:número|porcentaje|precio|coste|costo|población|tamaño|altura"
        "|longitud|edad|distancia|velocidad)"
    ),
    time="cu[áa]ndo|(?:qu[ée]|cu[áa]l) (?:año|mes|día|fecha|década|siglo|época|hora)",
    place=(
        "a?d[óo]nde|(?:qu[ée]|cu[áa]l) (?:ciudad|país|estado|región|lugar|provincia|continente|pueblo|río)"
    ),
    name=(
        "qui[ée]n(?:es)?|(?:qu[ée]|cu[áa]l) (?:persona|hombre|mujer|rey|reina|presidente|presidenta|autor"
        "|autora|empresa|compañía|grupo|arquitecto|arquitecta|universidad|escuela|organización|equipo"
        "|compositor)"
    ),
    wants_number=(
        r"\W*(?:\w+ ){0,2}(?:cu[áa]nt[oa]s?|qu[ée] (?:número|porcentaje|proporción|cantidad)|cu[áa]l (?:es"
        "|era|fue) (?:el|la) (?:número|precio|coste|costo|población|porcentaje|tamaño|longitud"
        "|altura) de)"
    ),
    wants_name=r"\W*(?:qui[ée]n(?:es)?|c[óo]mo se llama\w*|cu[áa]l (?:es|era) el nombre)",
    requests=(
        r"^\W*(?:por favor,? )?(?:expli[cq]u?[ae]\w*|describ[ae]\w*|resum[ae]\w*|compar[ae]\w*|define)\b"
        r"|\bqu[ée] (?:pasó|ocurrió|sucedió)\b|\bes (?:cierto|verdad) que\b"
    ),
    asking_words=words("""
        cierto verdad falso oído pasó ocurrió sucedió menciona mencionado artículo artículos autor
        autora texto textos noticias dice dijo según sabe conocido alguien nadie algo nada escribió
        escrito informó leído pregunta respuesta exactamente realmente llama llamado llamada tipo
        aproximadamente mencionar mencionó mencionan mencionada mención pasa pasado ocurre ocurrido sucede
        sucedido decir dicen dijeron dicho cuenta cuéntame habla hablar habló hablado hablan hablaron
        describe describen describió descrito descrita descripción explica explicar informa informar
        informaron informado reporta reportado saber sabes saben usted alguna dime dígame decirme puedes
        puede podría quiero quisiera gustaría averigua averiguar información
    """),
    unsaid=("cu[áa]nto tiempo|(?:alguna|ninguna|una|tienes|tiene) idea|de acuerdo con|me pregunto"),
)

_ANSWERS: Final = Answers(
    numbers=(
        r"uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+"
        r"|veinti?\w*|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|cientos?"
        r"|\w*cient[oa]s|mil|miles|millón|millones|decenas?|docenas?|cero|ningun[oa]?|ningún|mitad"
        "|medi[oa]|tercio|cuarto|doble|varios|varias|ambos"
    ),
    times=(
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre"
        "|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|siglos?|décadas?|hoy|ayer|mañana"
        "|invierno|verano|primavera|otoño|noche|tarde"
    ),
    capitals="A-ZÀ-ÖØ-Þ",
    places="(?:en|a|al|de|del|desde|hacia|hasta|entre|por|cerca de|sobre) (?:el |la |los |las )?",
)

SPANISH: Final = Language(
    code="es",
    name="Spanish",
    function_words=words("""
        a al algo algunos ante antes aquel aquella aunque cada como cómo con contra cual cuál cuales
        cuáles cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos de del desde
        donde dónde durante e el él ella ellas ellos en entre era eran es esa ese eso esta está están
        estaba este esto estos fue fueron ha han hasta hay la las le les lo los más me mi muy nada ni no
        nos o otra otro para pero por porque qué que quién quien quiénes quienes se ser será si sí sin
        sobre son su sus también tan tiene todo todos tras tu un una uno unos y ya
    """),
    everyday_words=words("""
        cuesta cuestan costó costaba ganó gano abre abrió cerró cierra murió nació nacio llama
        llamaba pasó ocurrió dijo dice hizo hace vive caro cara hoy ayer hora año años ciudad
    """),
    letters=frozenset("áéíñóúü"),
    months=in_order(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    short_months=(in_order("ene feb marzo abr mayo jun jul ago sept oct nov dic"),),
    stemmer="spanish",
    decimal_comma=True,
    endings="|s|es|o|a|os|as|n|r|do|da|dos|das",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
