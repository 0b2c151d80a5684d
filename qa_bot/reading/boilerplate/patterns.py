"""Patterns of boilerplate: a general vocabulary of web pages.

No pattern is for a single site. They match what sites print around any article: requests to the reader,
statements of rights, headings of lists of other pages. A pattern may match a line of an article too; callers
weigh it by the line's length and place. The English patterns are here, those of other languages in
`patterns_by_language`.
"""

from __future__ import annotations

import re
from typing import Final

from qa_bot.reading.boilerplate.patterns_by_language import any_language

__all__ = [
    "heads_comments",
    "is_credit",
    "is_label",
    "is_legal",
    "is_reply_button",
    "is_request",
    "tells_time_ago",
]

_WORDS: Final = any_language()

_LABEL_WORDS: Final = 8
_LABEL_CHARACTERS: Final = 100
_LONGEST_POINTER: Final = 250
_LONGEST_SEARCHED: Final = 1000
"""Characters; a longer line is prose, or is identified by its beginning."""

# A short line that is a button, or that heads or belongs to something other than the article.
_LABEL: Final = re.compile(
    rf"""^\W*(?:
      advert(?:isement|s|ising)?\b | sponsored | promoted | paid\ (?:content|post)
    | (?:\d+\W*)?(?:post\ )?comments?\b\W*\d*\W*$
    | (?:\d+\ )?(?:comments?|responses?|replies|thoughts?)\ (?:on|to|are|policy|section)\b
    | (?:view|hide|post|leave|add|load|join|write|submit)\b.*
      \b(?:comments?|reply|conversation|discussion|more)\b
    | (?:continue|keep)\ reading | read\ (?:more|next|also|full|the\ full|this|later)
    | (?:up\ )?next\b.{{0,30}}$ | prev(?:ious)?\ (?:post|article|story|page) | post\ navigation
    | older\ posts?
    | (?:related|recommended|trending|popular|featured)\b
    | most\ (?:popular|read|viewed|shared|watched|recent|discussed)
    | (?:the\ )?latest\b | top\ stories | editors?['\u2019]?s?\ (?:picks?|choice) | special\ reports?
    | more\W*$ | more\ (?:from|in|on|about|stories|news|articles|like|by|headlines)
    | also\ (?:on|in|read|see|from)\b | see\ also | you\ (?:may|might|will)\ (?:also\ )?like
    | don['\u2019]t\ miss | what\ to\ read\ next | in\ other\ news | stay\ tuned
    | (?:click\ to\ )?(?:share|tweet|e-?mail|print|follow)\b | pin\ it | submit\ to\b
    | (?:show|load|close)\ (?:more|extra)\b | save\ (?:this|article|for\ later)
    | (?:whatsapp|facebook|twitter|linkedin|instagram|pinterest|reddit|bookmark)\b | like\ (?:us|this|loading)
    | (?:tags?|tagged|filed\ under|categor(?:y|ies)|keywords?)\b | topics?\W*$ | posted\ (?:in|on|by)
    | about\ (?:the\ author|the\ writer|us|this\ site) | author\b | written\ by | contact\b
    | subscri(?:be|ption) | sign\ ?(?:up|in|out)\b | log\ ?(?:in|out)\b | register\b | newsletters?\b
    | get\ (?:our|the\ app|notified)\b | click\ here | skip\ to | (?:back|return|jump)\ to\b
    | (?:home|search|menu|close|help|loading|play|video|gallery|caption|name|required|cancel|disclaimer)\W*$
    | (?:privacy|terms|cookies?|copyright|disclosure)\b | © | all\ rights | site\ ?map
    | reading\ time | \d+\ (?:min(?:ute)?s?)\ read | why\ you\ can\ trust
    | (?:\d+\W*)?(?:shares?|views?|likes?|retweets?)\W*$ | (?:image|photo|slide)\ \d+\ (?:of|/)
    | (?:watch|listen)\b.{{0,20}}$ | (?:view|show)\ (?:gallery|all)\b | scroll\ (?:down|to\ continue)\b
    | (?:story|article)\ continues\b | report\ an\ error
    | {_WORDS.labels}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Points to another page, even with a long headline after the colon.
_POINTER: Final = re.compile(
    rf"""^\W*(?:
      (?:related|recommended|read|more|don['\u2019]t\ miss|(?:see\ )?also)
      (?:\ (?:more|also|next|this|on|stories|story|articles?|posts?|coverage|reading|videos?))*:
    | (?:{_WORDS.pointers}|share\ or\ comment\ on\ this\ article)\b[^.!?]{{0,20}}:
    | also\ on\ \S+\.\w{{2,3}}\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)

# These patterns are searched for in lower-case lines, with words tried only at word beginnings: ignoring case
# and trying each word at each character takes ten times as long.
_LEGAL: Final = re.compile(
    rf"""^\W*(?:©|copyright\b|registration\ number\b|licen[cs]e\ (?:for|no|number)\b)
    | (?:\bcopyright\b|©|\(c\))\W{{0,3}}(?:\d{{4}}|by\b|of\b)
    | \b(?:
        all\ rights?\ reserved | (?:not|may)\ be\ (?:republished|reproduced|redistributed|rebroadcast)
      | without\ (?:prior\ |written\ |express\ )+(?:permission|authori[sz]ation|consent)
      | (?:user\ agreement|terms\ (?:of|and)\ (?:use|service|conditions)).*\bprivacy\b
      | site\ is\ protected\ by\b | affiliate\ (?:links?|program)\b | powered\ by\b.{{0,40}}$
      )
    | {_WORDS.rights}
    """,
    re.VERBOSE,
)

# Addresses the reader of the page rather than reporting the news.
_REQUEST: Final = re.compile(
    rf"""^\W*(?:
        subscribe\b | (?:comments?|feedback|letters)\ to\b | (?:copy)?edited\ by\b
      | \(?(?:reporting|writing|editing|additional\ reporting|compiled)\ by\b
      )
    | \b(?:
        (?:sign|log)\ (?:up|in)\ (?:for|to|with|now|today|here|below)\b
      | subscrib(?:e|ing)\ (?:to|now|today|here|for)\b
      | (?:our|free|daily|weekly|the|this|email)\ newsletters?\b | by\ clicking\ (?:here|on)\b
      | your\ (?:inbox|e-?mail|browser|subscription|ad\ ?blocker|account|name)\b
      | e-?mail\ address\b | (?:click|tap)\ (?:here|on|to|the)\b
      | follow\ (?:us|me|him|her|them|@|\w+\ on|\w+\ \w+\ on)\b.{{0,60}}(?:on|twitter|facebook|instagram|@)
      | (?:uses?|using|accept|our|such\ as)\ cookies\b | cookie\ (?:policy|settings|preferences)\b
      | (?:on|scan)\ (?:a|your)\ device\b | your\ (?:personal\ data|consent)\b | need\ no\ consent\b
      | javascript\b | privacy\ (?:policy|notice|statement)\b
      | (?:can|may|could)\ be\ (?:reached|contacted|emailed)\ (?:at|on|via|by)\b
      | have\ a\ (?:news\ )?tip\b
      | (?:send|share)\ (?:us\ )?your\ (?:tips?|thoughts|feedback|comments|views)\b
      | (?:e-?mail|contact|write\ to|reach)\ (?:us|the\ (?:author|writer|editor|reporter))\b
      | (?:post|leave|read|view)\ (?:a\ |your\ |the\ )?(?:comments?|reply)\b
      | comments?\ (?:policy|section|powered|below|are\ (?:closed|moderated|subject))
      | download\ (?:our|the)\b.{{0,20}}\bapp\b
      | support\ (?:our|independent|quality|local)\b.{{0,20}}\bjournalism\b
      | become\ a\ (?:member|subscriber|patron)\b
      | (?:like|find|join)\ us\ on\b
      | get\ (?:the\ latest|all\ the|more|breaking|our)\b.{{0,60}}
        \b(?:news|updates|stories|inbox|delivered)\b
      | thank\ you\ for\ (?:subscribing|signing|reading|your)\b
      | this\ (?:article|story|post|piece|column)
        \ (?:was|is|has\ been|first|originally|appeared|contains)\b.{{0,40}}
        \b(?:published|appeared|posted|updated|produced|provided|sponsored|edition|links|from|old)\b
      | {_WORDS.requests}
      )
    """,
    re.VERBOSE,
)

_CREDIT: Final = re.compile(
    rf"""^\W*(?:photo(?:graph)?s?|images?|pictures?|illustration|video|file\ photo|courtesy
      |{_WORDS.credits})
      \W*(?:by|credits?|courtesy|from|of)?\s?[:/©]
    | ^\W*(?:photo|image|picture|file)s?\ (?:by|courtesy|credits?|photo)\b
    | ^\W*(?:getty|ap|afp|reuters)\b\W*$
    | \((?:ap|file|reuters|getty|photo|image|picture)\b[^()]*\)\W*$
    | \[(?:photo|file|image)?[^\[\]]{{0,40}}(?:/|\bvia\b|:)[^\[\]]{{1,40}}\]$ | \[photo
    | [.!?)]\s?©\s?[^.©]{{2,40}}$
    | /\ ?(?:afp|reuters|xinhua|epa|ap|dpa|efe|ansa|anp|lusa|imago|belga|pool)\b[^/]{{0,30}}$
    | \((?:foto|ansa|dpa|efe|afp|anp|lusa|epa|crédit)\b[^()]*\)\W*$
    | \b(?:foto|photo|mandatory\ credit):?\ [^.:]{{2,50}}$
    | \b(?:
        (?:getty\ images|shutterstock|istock|unsplash|ap\ photo)[\])]*$
      | via\ (?:getty|ap|reuters|flickr|wikimedia)\b | (?:reuters|getty\ images|afp|xinhua|ap)/\w
      )
    """,
    re.VERBOSE,
)

# What follows these is written by other people, however much it looks like prose.
_COMMENTS: Final = re.compile(
    rf"""^\W*(?:
      (?:(?:view|show|see|hide|top|all|load|read|join|reader|recent|post|leave|write)\b.{{0,25}})?
      \b(?:\d+\W*)?comments?\W*\d*\W*$
    | \d+\ (?:comments?|responses?|replies|thoughts?)\ (?:on|to)\b
    | (?:leave|post|write|cancel)\ (?:a\ )?(?:reply|comment)
    | (?:join\ the\ )?(?:conversation|discussion)(?:\ about\ this\ post)?\W*$
    | (?:[^\W\d]\S*\ ){{0,3}}(?:\d+\W*)?(?:{_WORDS.comments})\W*\d*\W*$
    | {_WORDS.invitations}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_REPLY: Final = re.compile(rf"^\W*(?:reply|{_WORDS.reply})(?:\W+\w+){{0,4}}\W*$", re.VERBOSE | re.IGNORECASE)
_TIME_AGO: Final = re.compile(
    rf"""\b(?:\d+|an?|one)\ ?
      (?:s|sec\w*|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\.?\ ago\b
    | {_WORDS.time_ago}
    """,
    re.VERBOSE,
)


def heads_comments(line: str) -> bool:
    """Check whether a short line heads the comments of readers below an article."""
    return (
        len(line) <= _LABEL_CHARACTERS
        and len(line.split()) <= _LABEL_WORDS
        and _COMMENTS.match(line) is not None
    )


def is_reply_button(line: str) -> bool:
    """Check whether a line is the button below a comment of a reader."""
    return len(line) <= _LABEL_CHARACTERS and _REPLY.match(line) is not None


def is_label(line: str) -> bool:
    """Check whether a line is a button, points to another page or heads a list of such lines."""
    if len(line) <= _LONGEST_POINTER and _POINTER.match(line):
        return True
    return (
        len(line) <= _LABEL_CHARACTERS
        and len(line.split()) <= _LABEL_WORDS
        and _LABEL.match(line) is not None
    )


def is_legal(line: str) -> bool:
    """Check whether a line states rights, a licence or a registration."""
    return _LEGAL.search(line[:_LONGEST_SEARCHED].lower()) is not None


def is_request(line: str) -> bool:
    """Check whether a line asks something of the page's reader, or is about the page itself."""
    return _REQUEST.search(line[:_LONGEST_SEARCHED].lower()) is not None


def is_credit(line: str) -> bool:
    """Check whether a line credits a picture."""
    return len(line) <= _LONGEST_SEARCHED and _CREDIT.search(line.lower()) is not None


def tells_time_ago(line: str) -> bool:
    """Check whether a line says how long ago something was posted."""
    return len(line) <= _LABEL_CHARACTERS and _TIME_AGO.search(line.lower()) is not None
