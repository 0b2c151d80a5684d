"""The words by which parts of a page say what they are, in the languages of many pages.

None of them is for a single site. Callers weigh a match by position and length, since an article may use any
of these words too.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ACCEPTING",
    "drop_page_lines",
    "heads_others_stories",
    "heads_reader_comments",
    "is_offer",
    "is_page_line",
    "speaks_of_consent",
]

_LONGEST_HEADING: Final = 60
_LONGEST_LINE: Final = 160

_COMMENTS: Final = re.compile(
    r"""\W*(?:\d+\W*)?(?:(?:reader|user|all|top|recent|leser|nutzer|alle|die|tous\ les|los|les|i|de|as
    |os)\W?\ ?)?
    (?:comments?|kommentare|leserkommentare|comentarios|opiniones\ de\ los\ lectores|commentaires
    |vos\ réactions|commenti
    |reacties|comentários|kommentarer|kommentit|komentarze|komentáře|komentari|yorumlar|комментарии
    |коментарі
    |التعليقات|تعليقات|コメント|评论|評論|网友评论|댓글|join\ the\ (?:discussion|conversation))
    (?:\ (?:der\ leser|de\ (?:los\ )?lectores|des\ lecteurs|dei\ lettori|一覧))?\W*(?:\d+\W*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_STORIES: Final = re.compile(
    r"""\W*(?:(?:you\ (?:may|might)\ also\ (?:like|be\ interested\ in)|more\ (?:stories|news|articles
    |on\ this(?:\ topic)?|from\ .{2,30})
    |related(?:\ (?:stories|articles|posts|news|content|topics|coverage))?|recommended(?:\ for\ you)?
    |read\ (?:more|next|also)
    |most\ (?:read|popular)|(?:the\ )?latest(?:\ (?:news|stories|articles))?|top\ stories
    |trending(?:\ now)?|see\ also
    |what\ to\ read\ next|up\ next|popular\ (?:now|posts|stories)|editors?['\u2019]?s?\ picks
    |(?:mehr\ )?(?:zum|zu\ diesem)\ thema|mehr\ (?:nachrichten|artikel|aus\ .{2,30})|weitere\ (?:artikel
    |nachrichten|meldungen|themen)
    |lesen\ sie\ auch|auch\ interessant|das\ könnte\ sie\ (?:auch\ )?interessieren|meistgelesen
    |verwandte\ (?:artikel|themen)|neueste\ .{2,20}
    |(?:à|a)\ lire\ (?:aussi|également)|sur\ le\ même\ (?:sujet|thème)|articles?\ (?:liés|similaires
    |associés|recommandés)|les\ plus\ lus
    |dans\ la\ même\ rubrique|vous\ aimerez\ aussi|à\ la\ une|voir\ aussi
    |te\ (?:puede|podría)\ interesar|le\ puede\ interesar|(?:lee|lea|ver|leer)\ (?:también|además|más)
    |noticias\ relacionadas|más\ (?:noticias|leídas|leídos|información)
    |(?:artículos|contenidos?|temas?)\ relacionad[oa]s?|lo\ más\ (?:leído|visto)|otras\ noticias
    |leggi\ anche|potrebbe\ interessarti(?:\ anche)?|articoli\ correlati|altre\ notizie|i\ più\ letti
    |ti\ potrebbe(?:ro)?\ interessare
    |le(?:ia|r)\ (?:também|mais)|veja\ (?:também|mais)|(?:notícias|artigos|matérias)\ relacionad[oa]s
    |mais\ (?:lidas|notícias)|você\ pode\ gostar
    |lees\ (?:ook|meer|verder)|meer\ (?:nieuws|artikelen|over\ .{2,30})|gerelateerde?(?:\ \w+)?
    |meest\ gelezen|ook\ interessant
    |läs\ (?:också|även|mer)|les\ (?:også|mer)|læs\ (?:også|mere)|mest\ (?:läst|lest|læste?)
    |lue\ (?:myös|lisää)|luetuimmat
    |(?:czytaj|zobacz|przeczytaj)\ (?:też|także|również|więcej)|podobne\ artykuły|polecane
    |najczęściej\ czytane
    |čtěte\ (?:také|též)|související(?:\ články)?|ilgili\ haberler|(?:bunlar\ da\ )?ilginizi\ çekebilir
    |diğer\ haberler
    |читайте\ (?:также|ещё|еще)|(?:по|материалы\ по)\ теме|другие\ новости|похожие\ (?:статьи|новости)
    |самое\ читаемое|популярное
    |читайте\ також|اقرأ\ أيضا?ً?|مواضيع\ ذات\ صلة|अधिक\ पढ़ें|संबंधित\ खबरें
    |関連(?:記事|ニュース|リンク)|おすすめ(?:記事)?|あわせて読みたい|人気記事|(?:相关|推荐|热门)(?:阅读|文章|新闻|推荐|报道)|延伸阅读|更多(?:新闻|内容)?|猜你喜欢
    |相關(?:文章|新聞)
    |관련\ ?(?:기사|뉴스)|추천\ ?기사|많이\ 본\ (?:기사|뉴스))\W*)""",
    re.VERBOSE | re.IGNORECASE,
)

ACCEPTING: Final = re.compile(
    r"""\W*(?:ok(?:ay)?|einwilligen|verstanden|d['\u2019]accord|compris|entendido|ho\ capito|begrepen
    |förstått|(?:i\ )?(?:accept|agree)(?:\ (?:all|and\ (?:close|continue)|cookies?|all\ cookies))?
    |got\ it|allow\ all(?:\ cookies)?|manage\ .{3,20}
    |(?:alle\ |ich\ )?(?:akzeptieren?|zustimmen|annehmen|stimme\ zu)(?:\ und\ .{3,20})?
    |(?:alle[ns]?\ )?(?:cookies?\ )?(?:akzeptieren|zulassen|zustimmen)|einverstanden
    |(?:tout\ )?accepter(?:\ (?:et\ .{3,20}|tout|les\ cookies))?|j['\u2019]accepte|(?:aceptar
    |acepto)(?:\ (?:todo|todas|y\ .{3,20}|(?:las\ )?cookies))?
    |accett[ao](?:\ (?:tutto|tutti|e\ .{3,20}))?|aceit(?:o|ar)(?:\ (?:tudo|todos|e\ .{3,20}))?|concordo
    |(?:alles\ )?(?:accepteren|akkoord)|(?:ik\ ga\ )?akkoord|godkänn(?:\ alla)?|acceptera(?:\ alla)?
    |godta(?:\ alle)?|(?:accepter|tillad)\ alle|hyväksy(?:\ kaikki)?
    |(?:akceptuję|zgadzam\ się|przejdź\ do\ serwisu)(?:\ .{3,20})?|souhlasím|přijmout(?:\ vše)?
    |kabul\ (?:et|ediyorum)|tümünü\ kabul\ et|принять(?:\ все)?|согласен|прийняти
    |同意(?:する|して.{0,6})?|すべて(?:同意|許可)(?:する)?|接受(?:全部|所有)?|我同意|동의(?:합니다|함)?
    |모두\ 동의|موافق|أوافق
    |قبول)\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"""\b(?:cookies?|consent|privacy|your\ (?:data|device|choices)|personal\ data|partners?|vendors?
    |tracking|advertis(?:ing|ements?)|legitimate\ interest|gdpr
    |einwilligung|datenschutz\w*|zustimm\w+|personenbezogene\w*|drittanbietern?|werbung|endger[äa]t\w*
    |consentement|vie\ privée|données\ personnelles|partenaires
    |publicités?|terminal|consentimiento|privacidad|datos\ personales|socios|publicidad|dispositivo
    |consenso|dati\ personali|pubblicità|terze\ parti|consentimento|privacidade|dados\ pessoais
    |parceiros|toestemming|persoonsgegevens|advertenties|privacyverklaring|samtycke|personuppgifter
    |samtykke|persondata|suostumus|evästeet\w*|zgod[aęy]\w*|prywatno\w+|ciasteczk\w+
    |souhlas\w*|soukromí|çerez\w*|gizlilik|r\u0131za)\b|cookie|куки|конфиденциальност|персональн\w+ данн
    |クッキー|プライバシー|個人情報|隐私|同意|쿠키|개인정보|ملفات تعريف|الخصوصية""",
    re.VERBOSE | re.IGNORECASE,
)
_OFFER: Final = re.compile(
    r"""subscrib\w*|subscription|free\ (?:articles?|trial)|already\ a\ (?:subscriber|member)|log\ ?in
    |sign\ in|(?:a|per|/)\ ?(?:month|week|year)\b|unlimited\ access|(?:continue|keep)\ reading
    |read\ on\b
    |abonn\w+|abo\b|probemonat|jetzt\ testen|monatlich|(?:pro|im)\ (?:monat|woche)|anmelden|einloggen
    |weiterlesen|bereits\ (?:abonnent|kunde|registriert)
    |déjà\ abonné|se\ connecter|connectez|par\ mois|réservé\ aux|il\ vous\ reste|sans\ engagement
    |lire\ la\ suite
    |suscr[ií]b\w+|suscripci\w+|suscriptor\w*|ya\ eres|inici[ae]r?\ sesión|al\ mes\b|sigue\ leyendo
    |artículos?\ gratis
    |abbonat\w*|abbonament\w+|accedi\b|al\ mese|sei\ già|assin(?:e|ar|ante|antes|atura)\b|já\ é|entrar\b
    |por\ mês|faça\ login
    |inloggen|per\ maand|al\ abonnee|word\ abonnee|prenumer\w+|logga\ in|logg\ inn|log\ ind|pr\.?\ måned
    |tilaa\b|kirjaudu|zaloguj|subskry\w+|prenumerat\w+|miesięcznie
    |předplat\w+|přihl[aá]\w+|abone\b|giriş\ yap|подпис\w+|войти|войдите|в\ месяц
    |有料(?:会員|記事)|会員(?:限定|登録|の方)|ログイン|購読|月額|残り\d*|続きを読む|订阅|訂閱|会员|登录|登入|每月|구독|로그인|유료|회원""",
    re.VERBOSE | re.IGNORECASE,
)
_ADVERTISEMENT: Final = r"""(?:
      advertisements?|advertising|advert|ad|sponsored(?:\ content)?|anzeigen?|werbung|werbeanzeige
    | annonce[rn]?s?|annons(?:er)?|reklam[aey]?|reklame|publicité|publicidade?|anuncios?|pubblicità
    | annuncio|advertenties?|mainos|reklaam|oglas|hirdetés|publicitate|διαφήμιση|реклама|إعلان|اعلان
    | विज्ञापन|広告|スポンサーリンク|广告|廣告|광고|quảng\ cáo|iklan)"""
_PAGE_LINE: Final = re.compile(
    rf"""\W*(?:
      {_ADVERTISEMENT}(?:\W+(?:story\ continues\ below|continue\ reading.{{0,30}}|scroll.{{0,30}}
      |.{{0,30}}fortgesetzt|weiterlesen.{{0,20}}))?
    | (?:the\ |this\ )?(?:story|article|post|text)\ continues?\ (?:below|after)\ (?:the[ ]
    |this\ )?(?:ad(?:vert(?:isement|ising)?)?|video|promotion|newsletter.{{0,15}})
    | (?:scroll\ (?:down\ )?to\ continue|continue\ reading)\ (?:below|after\ .{{0,20}}|with\ .{{0,20}})
    | (?:der\ |dieser\ )?(?:artikel|text|beitrag)\ (?:wird|geht)\ .{{0,30}}(?:anzeige
    |werbung)\W*(?:fortgesetzt|weiter)? | nach\ der\ (?:anzeige|werbung)\ .{{0,30}}
    | la\ suite\ (?:de\ l['\u2019]article\ )?après\ (?:cette|la)\ (?:publicité|pub)
    | (?:el\ artículo\ )?(?:continúa|sigue)\ .{{0,20}}(?:publicidad|anuncio)
    | (?:continua|prosegue)\ .{{0,20}}(?:pubblicità|publicidade|anúncio) | (?:artikel|tekst|lees
    |lees\ verder).{{0,15}}(?:na|onder)\ de\ advertentie | (?:artikkeln?|artikeln)\ (?:fortsetter
    |fortsätter)\ .{{0,25}}
    | продолжение\ (?:после|под)\ рекламы?
    | (?:please\ )?(?:enable|activate|turn\ on)\ javascript\b.{{0,80}}
    | (?:you\ need\ to\ )?enable\ javascript\b.{{0,80}} | javascript\ (?:is|must\ be
    |has\ been)\ .{{0,80}} | (?:sorry,?\ )?your\ browser\ (?:does\ not|doesn['\u2019]t
    |cannot)\ (?:support|play|display)\b.{{0,80}}
    | (?:bitte\ )?(?:aktivieren\ sie\ javascript|javascript\ (?:aktivieren
    |ist\ deaktiviert))\b.{{0,60}} | ihr\ browser\ unterstützt\ .{{0,80}} | (?:votre|su|tu|seu
    |il\ tuo)\ (?:navigateur|navegador|browser)\ (?:ne|no|não|non)\ .{{0,80}}
    | (?:view|read|open|see)\ (?:this|it|the)\ (?:e-?mail|newsletter|message)?\ ?(?:in\ (?:your
    |a)\ browser|online) | view\ (?:in|online\ in)\ (?:your\ )?browser | trouble\ viewing\ .{{0,60}}
    | (?:e-?mail|newsletter|diese\ .{{0,15}})?\ ?(?:im|in\ ihrem)\ browser\ (?:ansehen|anzeigen|öffnen
    |lesen)
    | (?:voir|afficher|lire|ouvrir|consulter)\ .{{0,40}}(?:dans\ (?:votre|le|un)\ navigateur|en\ ligne)
    | (?:ver|abrir|vea|lea)\ .{{0,40}}(?:en\ (?:su|tu|el)\ navegador|no\ (?:seu\ )?navegador)
    | (?:visualizza|apri|leggi|vedi)\ .{{0,40}}nel\ (?:tuo\ )?browser | (?:bekijk|lees
    |open)\ .{{0,40}}in\ (?:je|uw|de)\ browser
    | (?:öppna|visa|läs|se|åpne|vis|åbn)\ .{{0,30}}i\ (?:din\ |en\ )?(?:webbläsare|nettleser|browser)n?
    | (?:zobacz|otwórz|wyświetl)\ .{{0,30}}w\ przeglądarce | (?:открыть|посмотреть
    |просмотреть)\ .{{0,30}}в\ браузере | ブラウザで(?:見る|表示|開く).{{0,10}}
    | 在浏览器中(?:查看|打开).{{0,10}}
    | 브라우저에서\ .{{0,8}}
    | (?:click\ (?:here\ )?to\ )?unsubscribe\b.{{0,60}} | (?:to\ unsubscribe
    |if\ you\ (?:no\ longer\ wish|don['\u2019]t\ want|do\ not\ want)\ to\ receive)\b.{{0,120}}
    | (?:update|manage|change)\ (?:your\ )?(?:e-?mail\ |subscription\ )?(?:preferences|settings
    |subscriptions?)\b.{{0,60}} | forward\ (?:this|to\ a\ friend)\b.{{0,60}}
    | you(?:['\u2019]re|\ are)?\ (?:are\ )?(?:receiving|received|getting|got)\ this\ (?:e-?mail
    |newsletter|message|because)\b.{{0,140}}
    | (?:newsletter\ |hier\ |vom\ newsletter\ )?(?:abbestellen|abmelden)\b.{{0,40}}
    | sie\ erhalten\ diese?n?\ (?:e-?mail|newsletter|nachricht)\b.{{0,140}}
    | (?:se\ désabonner|me\ désabonner|désinscri\w+|se\ désinscrire)\b.{{0,60}} | vous\ recevez\ (?:cet
    |cette|ce)\b.{{0,140}}
    | (?:darse\ de\ baja|darme\ de\ baja|cancelar\ (?:la\ |a\ )?(?:suscripción|inscrição|assinatura)
    |descadastr\w+)\b.{{0,60}} | (?:recibes?|ha\ recibido|has\ recibido|(?:você\ )?(?:recebeu
    |está\ recebendo))\ est[ea]\b.{{0,140}}
    | (?:annulla\ (?:l['\u2019])?iscrizione|disiscriviti|cancellati)\b.{{0,60}} | (?:ricevi
    |hai\ ricevuto)\ quest[ao]\b.{{0,140}} | (?:uitschrijven|afmelden|schrijf\ (?:je
    |u)\ uit)\b.{{0,60}} | (?:je|u)\ ontvangt\ deze\b.{{0,140}}
    | (?:avregistrera|avsluta\ prenumeration\w*|meld\ (?:deg\ av|dig\ fra)|afmeld|avmeld)\b.{{0,60}}
    | du\ (?:får|mottar|modtager|har\ fått)\ (?:detta|dette|denne|det\ här)\b.{{0,140}}
    | (?:wypisz\ się|zrezygnuj|anuluj\ subskrypcję)\b.{{0,60}} | (?:otrzymujesz
    |otrzymałeś)\ t\w+\b.{{0,140}} | отписаться\b.{{0,60}} | вы\ получили\ это\b.{{0,140}}
    | 配信停止.{{0,40}} | 退订.{{0,40}} | 수신\ ?거부.{{0,40}}
    | (?:this\ (?:article|story|content)\ is\ (?:only\ )?for\ (?:subscribers|members)(?:\ only)?
    |(?:subscriber|member)s?[-\ ]only(?:\ (?:content|article|story))?|exclusive\ (?:for
    |to)\ subscribers)
    | already\ a\ (?:subscriber|member)\b.{{0,60}} | (?:please\ )?(?:subscribe|sign\ in|log\ in
    |register)\ (?:now\ )?to\ (?:read|continue|keep)\b.{{0,60}} | to\ (?:read|continue
    |keep)\b.{{0,60}}\b(?:subscribe|log\ in|sign\ in|register)\b.{{0,30}}
    | (?:dieser\ artikel\ ist|nur)\ (?:nur\ )?für\ abonnenten.{{0,40}} | (?:sie\ sind\ )?(?:bereits
    |schon)\ abonnent\b.{{0,60}} | jetzt\ (?:abonnieren|abo\b).{{0,60}} | weiterlesen\ mit\b.{{0,40}}
    | (?:cet\ )?article\ (?:est\ )?réservé\ aux\ abonnés.{{0,40}}
    | (?:vous\ êtes\ )?déjà\ abonnée?\b.{{0,60}} | (?:artículo|contenido)\ (?:exclusivo[ ]
    |solo\ )?para\ suscriptores.{{0,40}} | ¿?ya\ (?:eres|es)\ suscriptora?\b.{{0,60}}
    | (?:contenuto|articolo)\ (?:riservato|esclusivo).{{0,40}}abbonati.{{0,40}}
    | (?:sei\ )?già\ abbonat[oa]\b.{{0,60}} | (?:conteúdo
    |matéria)\ (?:exclusiv[oa]).{{0,20}}assinantes.{{0,40}} | já\ é\ assinante\b.{{0,60}}
    | al\ abonnee\b.{{0,60}} | (?:redan|allerede)\ (?:prenumerant|abonnent)\b.{{0,60}}
    | (?:этот\ )?материал\ доступен\ (?:только\ )?подписчикам.{{0,40}}
    | この記事は(?:有料|会員).{{0,30}} | 有料会員.{{0,30}} | (?:すでに)?会員の方.{{0,20}}
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)


_LETTER_LINE: Final = re.compile(
    r"""(?:view|read|open|see)\ (?:it|this|them|online).{0,30}\bbrowser | (?:e-?mail|newsletter|message
    |images?)\ (?:not|doesn['\u2019]t|isn['\u2019]t)\ .{0,30}(?:display|correctly|properly|visible)
    | \bunsubscribe\b | (?:update|manage|change)\ (?:your|how\ you).{0,20}(?:preferences|subscription
    |e-?mails?) | our\ mailing\ address | to\ your\ address\ book
    | (?:copyright|©).{0,80}all\ rights\ reserved | forwarded\ this\ (?:e-?mail|newsletter)
    | (?:im|in\ ihrem)\ browser\b | abbestellen\b | \babmelden\b | nicht\ (?:richtig
    |korrekt)\ (?:angezeigt|dargestellt) | alle\ rechte\ vorbehalten
    | dans\ (?:votre|le)\ navigateur | désabonner | désinscri | tous\ droits\ réservés | en\ (?:tu|su
    |el)\ navegador | darte?\ de\ baja | todos\ (?:los|os)\ (?:derechos|direitos)\ reservados
    | nel\ (?:tuo\ )?browser | disiscri | annulla(?:re)?\ l['\u2019]iscrizione
    | tutti\ i\ diritti\ riservati | in\ (?:je|uw)\ browser | uitschrijven | afmelden
    | i\ (?:din\ )?(?:webbläsare|nettleser|browser)
    | w\ przeglądarce | wypisać\ się | в\ браузере | отписаться | ブラウザで | 配信停止 | 退订 | 수신거부""",
    re.VERBOSE | re.IGNORECASE,
)
_EDGE_LINES: Final = 6


def drop_page_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Drop lines that no article has and, at both ends, what a newsletter says about itself."""
    last = len(lines) - _EDGE_LINES
    return tuple(
        line
        for number, line in enumerate(lines)
        if not is_page_line(line)
        and not (
            not _EDGE_LINES <= number < last and len(line) <= _LONGEST_LINE and _LETTER_LINE.search(line)
        )
    )


def heads_reader_comments(line: str) -> bool:
    """Check whether a line is a heading of readers' comments."""
    return len(line) <= _LONGEST_HEADING and _COMMENTS.fullmatch(line) is not None


def heads_others_stories(line: str) -> bool:
    """Check whether a line is a heading of links to other articles."""
    return len(line) <= _LONGEST_HEADING and _OTHER_STORIES.fullmatch(line) is not None


def is_page_line(line: str) -> bool:
    """Check whether no article has such a line: an ad label, an unsubscribe link, an offer."""
    return len(line) <= _LONGEST_LINE and _PAGE_LINE.fullmatch(line) is not None


def is_offer(text: str, *, least: int = 2) -> bool:
    """Check whether a text sells the rest of the article, by `least` different words of selling."""
    return len({found.lower() for found in _OFFER.findall(text)}) >= least


def speaks_of_consent(text: str) -> bool:
    """Check whether a text asks for consent to tracking, by three different words on the subject."""
    return len({found.lower() for found in _CONSENT.findall(text)}) >= 3  # noqa: PLR2004
