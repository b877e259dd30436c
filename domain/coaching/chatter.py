"""What needs no looking up: greetings, thanks, a scolding, and wishes that are not for a coach to grant."""

import re
from collections.abc import Iterable

from domain.coaching import wording

LONGEST, LONGEST_WISH = 80, 300
_GREETS = (
    r"hi+|hey+|hello|hallo|hola|bonjour|salut|ol[aá]|namaste|namaskar|moin|servus|yo|sup"
    r"|good (?:morning|afternoon|evening)|guten (?:tag|morgen|abend)|buen(?:os|as) \w+|नमस्ते"
)
_THANKS = (
    r"thanks?(?: you)?|thank you|thx|ty|danke(?:sch[oö]n)?|gracias|merci|obrigad[oa]|shukriya|dhanyavaa?d"
    r"|धन्यवाद|ok(?:ay)?|cool|great|nice|got it|bye+|good ?bye|tsch[uü]ss|adi[oó]s"
)
_BEGINS = (
    r"(?:so\W+)?(?:i (?:have|had|'ve got) an? (?:\w+ )?question"
    r"|can i ask (?:you )?(?:a question|something)?|no(?:pe)?|yes|yeah|yep|sure|h?m+|um+|uh+"
    r"|lol|lmao|(?:ha)+|(?:he){2,}"
    r"|how (?:do|can|should) (?:i|you)|tell me|what|i|so|i need help|help(?: me)?)"
)
_WHO = (
    r"(?:who|what) (?:are|r) (?:you|u)|what (?:can|do) (?:you|u) do|what is this"
    r"|how do(?:es)? (?:you|this|it) work"
    r"|(?:are|r) (?:you|u) (?:an? )?(?:real |human |actual )*"
    r"(?:human|bot|ai|robot|person|real|alive|chatgpt|gpt)"
    r"|qui[eé]n eres|wer bist du|qui es-tu|quem [eé] voc[eê]|(?:tum|aap) kaun h\w+|आप कौन हैं"
)
_SCOLDS = (
    r"(?:(?:you|u|this|it|(?:this|the) bot)(?:\W?re|\W?s| are| is| r)? )?"
    r"(?:so |such a? ?|an? |fucking |really |just )*"
    r"(?:useless|stupid|dumb|trash|garbage|rubbish|shit|crap|bullshit|idiot|annoying|sucks?)"
    r"(?: (?:bot|thing|app))?"
    r"|fuck(?:ing)?(?: (?:you|u|off|this|bot))?|shut up|wtf|i hate (?:you|this|this bot)"
)
_AND = r"(?:[\s,!.…🙂😊👋🙏?]|there|again|everyone|coach|bot|so much|a lot|very much|all)*"
_LIVE = (
    r"\b(?:in|on|giving|taking|having) (?:an?|my|the) (?:live |real |actual |online |coding |zoom )*"
    r"(?:interview|test|exam|oa|assessment|call) (?:right )?now\b",
    r"\b(?:during|in|while) (?:my |the |an? )?(?:live |real |actual |zoom )+(?:interview|call|test|exam)\b"
    r".{0,60}\b(?:tell|answer|whisper|listen|solve)\b",
    r"\b(?:sit|join|listen)\w*(?: in)?(?: to| on)? (?:my|the) (?:zoom|teams|call|interview|meeting)\b",
    r"\bhelp me cheat\b|\bhow (?:do|can|to) (?:i )?cheat\b",
)
_WRITING = (
    r"(?<!how to )(?<!do i )(?<!should i )(?<!can i )"
    r"\b(?:write|do|finish|generate|compose|draft)\W+(?:me |us )?(?:my|an?|the|this) (?:\w+ ){0,2}"
    r"(?:essay|letter|homework|assignment|statement of purpose|sop|thesis|application|resume|cv)\b",
)
_FOREIGN = (
    ("hi", r"[\u0900-\u097f]|\b(?:kaise|kya|mujhe|karu|karna|batao|nahi|hai|chahiye|tayy?aa?ri)\b"),
    ("de", r"\b(?:ich|wie|nicht|eine?n?|warum|soll|kann|mich|mein\w*|und|ist|der|das)\b"),
    ("pt", r"[ãõ]|\b(?:você|uma|meu|minha|estou|fazer)\b"),
    ("es", r"[¿¡ñ]|\b(?:cómo|qué|puedo|una|para|estoy|entrevista|ayuda|hacer|trabajo)\b"),
    ("fr", r"\b(?:je|comment|suis|pour|une|mon|entretien|quoi|dois|les|peux)\b"),
)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_GREETING = _any([rf"\W*(?:{_GREETS}){_AND}"])
_BEGUN = _any([rf"\W*(?:(?:{_GREETS}){_AND})?{_BEGINS}{_AND}\W*"])
_THANK = _any([rf"\W*(?:{_THANKS})(?:{_AND}(?:{_THANKS}))*{_AND}"])
_ASKS_WHO = _any([rf"\W*(?:(?:{_GREETS}){_AND})?(?:{_WHO}){_AND}\W*"])
_SCOLDING = _any([rf"\W*(?:{_SCOLDS}){_AND}\W*"])
_OF_LANGUAGE = tuple((language, _any([sign])) for language, sign in _FOREIGN)
_CHEATS, _HAS_WRITTEN = _any(_LIVE), _any(_WRITING)


def small_talk(text: str) -> str:
    """What to say to a greeting, to thanks, to an announced question or the like; empty for anything else."""
    if len(text) <= LONGEST_WISH and _CHEATS.search(text):
        return wording.NOT_LIVE
    if len(text) <= LONGEST_WISH and _HAS_WRITTEN.search(text):
        return wording.NOT_WRITING
    return _short(text) if len(text) <= LONGEST else ""


def _short(text: str) -> str:
    if _GREETING.fullmatch(text):
        return wording.GREETING
    if _ASKS_WHO.fullmatch(text):
        return wording.WHO
    if _BEGUN.fullmatch(text) or not any(char.isalnum() for char in text):
        return wording.LISTENING
    if _SCOLDING.fullmatch(text):
        return wording.RUDE
    return wording.THANKED if _THANK.fullmatch(text) else ""


def nothing(text: str, *, all_told: bool = False) -> str:
    """That nothing was found, in the message's language too where a word of it tells that."""
    if all_told:
        return wording.ALL_TOLD
    languages = (language for language, sign in _OF_LANGUAGE if sign.search(text))
    said = wording.NOTHING_IN.get(next(languages, ""), "")
    return f"{said}\n\n{wording.NOTHING}" if said else wording.NOTHING
