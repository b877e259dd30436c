"""What a short message means that has no word to look up: the student's own record, or more of the same.

Told by rules. A message that says more than that is left to the model, or is looked up.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Asked = Literal["ready", "today", "missed", "weak", "streak", "next", "practise"]
FIGURES: frozenset[Asked | None] = frozenset(("ready", "today", "missed", "weak", "streak"))
"""What code alone may tell; of the others a model knows better from the conversation what is meant."""
LONGEST, LONGEST_ON = 80, 40
_BEFORE = (
    r"\W*(?:(?:hey|hi|hello|ok(?:ay)?|so|and|but|please|pls|bro|can you (?:tell|show) me|tell me|show me"
    r"|i want to know)\W+)*"
)
_AFTER = r"(?:\W+(?:please|pls|plz|bro|then|exactly|thanks|rn))*\W*"
_ASKED: Mapping[Asked, tuple[str, ...]] = MappingProxyType(
    {
        "ready": (
            r"(?:am i|do you think i(?:\W?m| am)) (?:\w+ )?"
            r"(?:ready|prepared|improving|good enough|getting better)(?: (?:yet|now|enough|for .{1,40}))?",
            r"how ready am i(?: .{1,40})?",
            r"how am i doing(?: .{1,30})?",
            r"my (?:readiness|progress)",
            r"when will i be ready|how (?:long|far) (?:until|till|before) i(?:\W?m| am) ready",
            r"estoy (?:list[oa]|preparad[oa])(?: .{1,40})?",
            r"bin ich (?:schon )?(?:bereit|soweit)(?: .{1,40})?",
            r"(?:est-ce que )?(?:je suis|suis-je) pr[eê]te?(?: .{1,40})?",
            r"(?:eu )?estou (?:pront[oa]|preparad[oa])(?: .{1,40})?",
            r"(?:kya )?mai?n? (?:taiyaa?r|tayyaa?r|ready) h(?:oo|u)n?",
        ),
        "today": (
            r"what (?:should|do|can|must|shall|to) (?:i )?(?:do|study|practi[sc]e|learn|revise|focus on)"
            r" (?:today|tonight|this week)",
            r"what(?:\W?s| is) (?:due|on|my plan)(?: for)?(?: (?:me|today|now))*",
            r"qu[eé] (?:hago|estudio|debo (?:hacer|estudiar)|tengo que hacer) hoy",
            r"was (?:soll|kann|muss) ich heute (?:machen|tun|lernen|üben)",
            r"que (?:dois-je|je dois) faire aujourd\W?hui",
            r"o que (?:eu )?(?:faço|devo fazer|estudo) hoje",
            r"aaj (?:mai\w? )?kya (?:karu\w?|karna|padhu\w?)(?: \w+)?",
        ),
        "missed": (
            r"what (?:did i (?:get wrong|do wrong|miss)|i (?:got wrong|missed)|have i missed|went wrong"
            r"|were my mistakes)(?: .{1,40})?",
            r"my (?:last )?(?:mistakes|results?|scores?|feedback)",
            r"how did i do(?: .{1,40})?|how (?:was|did) my (?:last )?interview(?: go)?",
            r"what(?:\W?s| is| was| were) my (?:last |latest )?(?:scores?|results?|mistakes)(?: .{1,30})?",
            r"qu[eé] (?:hice|me sali[oó]) mal(?: .{1,30})?",
            r"was habe ich (?:zuletzt |letztes mal )?falsch gemacht",
            r"qu.est-ce que j.ai (?:rat[eé]|faux)(?: .{1,30})?",
            r"o que (?:eu )?errei(?: .{1,30})?",
        ),
        "weak": (
            r"(?:what|which|where)(?:\W?s| is| are)? my (?:weak\w*|worst|lowest)"
            r"(?: (?:topics?|points?|areas?|spots?|skills?|rounds?))?",
            r"(?:what|where) am i (?:weak|weakest|bad|worst)(?: (?:at|in|on))?",
            r"my weak(?:nesses| (?:topics?|points?|areas?|spots?))",
            r"what (?:should|do|must) i (?:need to )?(?:improve|work on|get better at)",
        ),
        "streak": (r".{0,40}\b(?:days in a row|streak)\b.{0,15}",),
        "next": (
            r"what (?:should|do|can|must|shall|to) (?:i )?(?:do|study|practi[sc]e|learn|revise|focus on)"
            r" (?:now|next|first)",
            r"what(?:\W?s| is)? (?:now|next)(?: for me)?|(?:my )?next steps?",
            r"where (?:do|should) i (?:even )?(?:start|begin)",
            r"qu[eé] (?:hago|estudio) ahora|was (?:soll|kann|muss) ich jetzt (?:machen|tun|lernen|üben)",
        ),
        "practise": (
            r"(?:test|quiz|grill|interview|examine) me(?: (?:now|on|in|for|about)\b.{0,30})?",
            r"(?:give|ask) me (?:an?|one|some|another|the next) (?:.{0,30} )?"
            r"(?:question|problem|interview)s?",
            r"(?:i (?:want|need) to|let\W?s|can we|can i) (?:practi[sc]e|do a mock|start)(?: .{1,30})?",
            r"(?:start|begin|do|run) (?:(?:an?|the|my|another) )?(?:mock |new )?interview",
            r"(?:a )?mock interview",
        ),
    }
)
_PATTERNS = {
    asked: re.compile(f"{_BEFORE}(?:{'|'.join(ways)}){_AFTER}", re.IGNORECASE)
    for asked, ways in _ASKED.items()
}


def asked_in(text: str) -> Asked | None:
    """What the message asks for, if it is one of these and nothing else."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        return None
    return next((asked for asked, pattern in _PATTERNS.items() if pattern.fullmatch(plain)), None)


_ON = (
    r"why(?: (?:so|not|is that|though))?|how (?:so|come)|go on|continue|next|then(?: what)?|huh|meaning",
    r"(?:tell me |some |any )?more(?: (?:please|info|details?|about (?:it|that|this)))?|anything else",
    r"what (?:then|else|about it)|(?:what do (?:you|u)|what does (?:it|that|this)) mean|wdym",
    r"i do\W?n\W?t (?:get|understand)(?: (?:it|that|this))?|for example",
    r"explain(?: (?:it|that|this|more|again|simpler|please))*|(?:an?|another|give me an?)(?: other)? example",
    r"warum|wieso|mehr|weiter|und dann|was noch|was meinst du(?: damit)?|(?:ein )?beispiel",
    r"por ?qu[eéê]|m[aá]s|sigue|(?:y )?(?:luego|despu[eé]s)|qu[eé] (?:m[aá]s|quieres decir)|(?:un )?ejemplo",
    r"pourquoi|plus|encore|la suite|(?:et )?apr[eè]s|quoi d\W?autre|c\W?est[- ][aà][- ]dire|(?:un )?exemple",
    r"mais|continua|(?:e )?depois|o que mais|como assim|(?:um )?exemplo",
    r"kyu?o?n|aur(?: batao)?|phir|aage|matlab|क्यों|और|फिर|आगे|मतलब|उदाहरण",
)
_ASKS_ON = re.compile(
    rf"\W*(?:(?:and|but|so|ok(?:ay)?|yes|please|und|aber|y|et|e)\W+)*(?:{'|'.join(_ON)}){_AFTER}",
    re.IGNORECASE,
)


def only_asks_on(text: str) -> bool:
    """Whether it is "why?", "more", "what do you mean" or the like, and says nothing of what is meant."""
    return len(text) <= LONGEST_ON and (_ASKS_ON.fullmatch(text) is not None or set(text.strip()) == {"?"})
