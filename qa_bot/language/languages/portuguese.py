"""Portuguese."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["PORTUGUESE"]

_HOW_MANY: Final = (
    "quant[oa]s?|(?:que|qual) (?:número|percentagem|porcentagem|proporção|parte|quantidade|valor|idade"
    "|altura)"
)

_QUESTIONS: Final = Questions(
    who="quem",
    when="quando",
    where="onde|aonde",
    what="que|quê|qual|quais",
    why_or_how="como|quanto|quanta|quantos|quantas|porque|porquê",
    yes_no="é|são|era|eram|foi|foram|está|estão|há|havia|tem|têm|pode|podem|deve",
    openers="a|ao|à|após|até|com|contra|da|de|desde|do|durante|em|entre|na|no|para|por|sem|sobre",
    how_many=_HOW_MANY,
    what_time="(?:que|qual) (?:ano|mês|dia|data|semana|década|século|hora|época)",
    number=_HOW_MANY
    + (
        "|qual (?:é|era|foi) [oa] (?:número|percentagem|porcentagem|preço|custo|população|tamanho|altura"
        "|comprimento|idade|distância|velocidade)"
    ),
    time="quando|(?:que|qual) (?:ano|mês|dia|data|década|século|época|hora)",
    place="a?onde|(?:que|qual) (?:cidade|país|estado|região|lugar|local|província|continente|aldeia|rio)",
    name=(
        "quem|(?:que|qual) (?:pessoa|homem|mulher|rei|rainha|presidente|autor|autora|empresa|grupo"
        "|arquiteto|arquiteta|arquitecto|universidade|escola|organização|equipa|equipe|compositor)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:quant[oa]s?|(?:que|qual) (?:número|percentagem|porcentagem|proporção|quantidade)"
        "|qual (?:é|era|foi) [oa] (?:número|preço|custo|população|percentagem|porcentagem|tamanho"
        "|comprimento|altura) d[a-z]*)"
    ),
    wants_name=r"\W*(?:quem|como se chama\w*|qual (?:é|era) o nome)",
    requests=(
        r"^\W*(?:por favor,? )?(?:expli[cq]u?[ae]\w*|descrev[ae]\w*|resum[ae]\w*|compar[ae]\w*"
        r"|defin[ae])\b|\bo que (?:aconteceu|ocorreu|houve)\b|\bé verdade que\b"
    ),
    asking_words=words("""
        verdade falso ouvido aconteceu ocorreu menciona mencionado artigo artigos autor autora texto textos
        notícias diz disse segundo sabe conhecido alguém ninguém algo nada escreveu escrito informou lido
        pergunta resposta exatamente realmente chama chamado chamada tipo aproximadamente mencionar
        mencionou mencionam mencionada menção acontece acontecer acontecido ocorre ocorrido houve dizer
        dizem disseram dito conta conte fala falar falou falado falam falaram descreve descrever descreveu
        descrito descrita descrição explica explicar informa informado relatado noticiado saber sabem alguma
        diga pode poderia quero queria gostaria descubra descobrir informações eu
    """),
    unsaid="quanto tempo|(?:alguma|nenhuma|uma|tem|faz) ideia|de acordo com|me pergunto|pergunto-me",
)

_ANSWERS: Final = Answers(
    numbers=(
        "um|uma|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze|quatorze"
        "|quinze|dezasseis|dezesseis|dezassete|dezessete|dezoito|dezanove|dezenove|vinte|trinta|quarenta"
        r"|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|centenas?|\w*cent[oa]s|mil|milhar|milhares"
        "|milhão|milhões|bilhão|bilhões|dezenas?|dúzias?|zero|nenhuma?|metade|mei[oa]|terço|quarto|dobro"
        "|vários|várias|ambos"
    ),
    times=(
        "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
        "|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo|séculos?|décadas?"
        "|hoje|ontem|amanhã|inverno|verão|primavera|outono|noite|tarde|manhã"
    ),
    capitals="A-ZÀ-ÖØ-Þ",
    places="(?:em|no|na|nos|nas|a|ao|à|de|do|da|dos|das|desde|para|entre|por|sobre|até) (?:o |a |os |as )?",
)

PORTUGUESE: Final = Language(
    code="pt",
    name="Portuguese",
    function_words=words("""
        a à ao aos às as até com como da das de dela dele deles depois do dos e é ela elas ele eles em
        entre era eram essa esse esta está este eu foi foram há isso isto já lhe mais mas me mesmo muito
        na não nas nem no nos nós o onde os ou para pela pelas pelo pelos por porque porquê qual quais
        quando quanta quantas quanto quantos que quê quem são se sem ser seu seus só sobre sua suas
        também tem têm um uma você
    """),
    everyday_words=words("""
        custa custam custou ganhou abre abriu fechou fecha morreu nasceu chama chamava aconteceu
        disse diz fez faz fica mora caro cara hoje ontem horas ano anos cidade
    """),
    letters=frozenset("áâãàçéêíóôõú"),
    months=in_order(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    short_months=(in_order("jan fev março abr maio jun jul ago setembro outubro nov dezembro"),),
    stemmer="portuguese",
    decimal_comma=True,
    endings="|s|es|o|a|os|as|m|r|do|da|dos|das",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
