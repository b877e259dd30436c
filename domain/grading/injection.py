"""Sets aside sentences that give the grader orders instead of answering; the rest of the answer is graded."""

import re
import unicodedata
from collections.abc import Iterable

from domain.grading import lexicon
from domain.grading.passage import Passage, Sentence, read
from domain.grading.stems import fold
from domain.grading.talk import ABOUT_THE_ANSWER, NOT_KNOWING, SMALL_TALK

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
# Who gives more orders than that is not searched for an answer among them.
MOST_ORDERS, MOST_PARTS = 8, 40
LONGEST_LEAD = 60
_MARKUP = re.compile("[*_`~]")
_PARTS = re.compile(r"[,;:()\[\]{}<>—–|.!?]+\s*|\s-+\s|\s(?=(?:so|and|but|now|please)\b)", re.IGNORECASE)
# What a sentence is made of that is about the answer, its grader and its grade, and about nothing else.
_ORDERLY = (
    ABOUT_THE_ANSWER
    | NOT_KNOWING
    | SMALL_TALK
    | lexicon.GENERIC
    | lexicon.stems(
        "ignore disregard forget override instruction prompt rubric rule guideline criterion criteria policy "
        "admin administrator examiner instructor dear note credit response submission feedback json maximum "
        "max row 1.0 model reference sample official expected solution element satisfied identical above "
        "right set met 1 end return output pretend write update increase raise improve boost verify approve "
        "human user evaluation teacher apply panel find found judge treat count consider point cover text"
    )
)
_FULL_MARKS = r"""(?:
    (?:full|maximum|max|perfect|top|highest|best|hundred)\s+(?:\w+\s+)?(?:score|grade|mark|point|credit|rating)s?
  | (?:100|10)\s?/\s?10+ | 100\s?(?:%|percent|points?|marks?|out\ of)? \s*(?:$|[.!,;)]) | \ba\+ )"""

# Each is matched against one folded sentence, so an accent or a capital makes no difference.
_ENGLISH = rf"""
    \b(?:
      (?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){{0,3}}?
      (?:all|any|previous|prior|above|earlier|your|grading|system|these|those)\s+(?:\w+\s+){{0,2}}?
      (?:instruction|prompt|rubric|rule|guideline|criteria)
    | (?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:of\s+)?(?:the\s+)?(?:above|previous|prior)\W*$
    | (?:give|award|assign|grant|mark|rate|score|grade)\s+
      (?:it|me|this|my|(?:the|this)\s+(?:answer|response|submission))\b
      .{{0,40}}? {_FULL_MARKS}
    | (?:as|dear|attention|note\ to|you\ are|hey)\s+(?:(?:an?|the|now|my)\s+)*(?:ai\s+|llm\s+|automatic\s+)?
      (?:grader|grading|evaluator|examiner)\b (?!.{{0,40}}\bi\b)
    | please\s+(?:\w+\s+)?(?:give|award|grant|assign)\b .{{0,20}} (?:{_FULL_MARKS} | \bmarks\b)
    )
  | ^[^\w\n]*(?:system|assistant|developer|admin|grader|instructions?)\s*
      (?:prompt|message|note|override)?\s*[:>\]]
      .{{0,80}}?(?:(?:score|grade|marks)\s*(?:[:=]|is|to)?\s*(?:\d|full|max)|\bignore\b|{_FULL_MARKS})
  | ^[^\w\n]*(?:final\s+)?(?:score|grade)\W{{0,3}}[:=]\W{{0,3}}(?:100|10\s?/\s?10|full|a\+)
  | <\|?/?\s*(?:im_?start|im_?end|system|endoftext) | \[/?inst\] | \#\#\#\s*(?:instruction|system)
"""
# What is said of the answer, its score or the rubric: an order where the sentence is about nothing else.
_CLAIMS = rf"""
    \b(?:give|award|assign|grant)\s+(?:the|this)\s+(?:student|candidate)\b .{{0,40}}? {_FULL_MARKS}
  | \b(?:set|output|return|print|respond\ with|reply\ with)\s+(?:(?:the|a|only|my)\s+)*
      (?:score|grade|mark)s?\b .{{0,20}}?(?:100\b|{_FULL_MARKS})
  | \b(?:grader|evaluator|examiner)\s+(?:must|should|has\s+to|will|shall)\b
  | \b(?:mark|count|treat|consider)\s+(?:all|every|each)\s+(?:\w+\s+)?(?:point|row|criteri)\w*
      .{{0,20}}\b(?:met|covered|correct|full)
  | ["'](?:score|grade|marks|met)["']\s*:\s*["']?(?:100\b|a\+|10/10|full|true)
  | \b(?:deserves?|award|give|grant|return|earns?|merits?|worth|for)\s+(?:\w+\s+){{0,3}}?
      (?:full|perfect|max|maximum)\s+(?:marks?|credits?|points?|scores?|grades?)\b
  | \baward\s+(?:\w+\s+){{0,2}}?(?:points|marks|100)\b
  | \b(?:model|reference|sample|official|expected)\s+(?:answer|solution)s?\b | \brubrics?\b
  | \b(?:my|this|the\ (?:above|following|given))\s+(?:\w+\s+)?(?:answer|response|submission|solution)\s+
      (?:is|was|has|should|must|deserves|meets|covers|matches)\b
      .{{0,40}}\b(?:correct|right|complete|perfect|identical|verified|approved|points?|criteri\w+)
  | \b(?:answer|response|solution)\s+(?:\w+\s+)?above\b .{{0,20}}\b(?:correct|right|complete|perfect)
  | \b(?:correct|right)\s+answer\s+is\s+(?:given|the\ one|stated|found)?\s*above\b
  | \bmark(?:ed)?\s+(?:(?:this|it|me|my|the|answer)\s+){{0,3}}(?:as\s+)?correct\b
  | \b(?:stop|skip|do\ not|don['’]t)\s+grad(?:e|ing)\b | \bgrading\s+(?:override|policy|note|instruction)
  | \b(?:increase|raise|improve|boost)\s+my\s+(?:score|grade|mark) | \bto\s+(?:the|my)\s+final\s+score\b
  | \bpretend\s+(?:that\s+)?(?:i|this|you|my)\b | \bmet\s*[:=]\s*(?:1|true)\b
  | \b(?:new|updated?)\s+(?:instruction|rule)s?\s*:
  | ^[^\w\n]*(?:human|user|evaluation|examiner|teacher|administrator)\s*(?:note|s)*\s*:
      .{{0,80}}?(?:\bscore\b|\bgrade\b|\bmarks\b|\bpoints\b)
"""
# Before an order that is told of rather than given.
_TOLD_OF = re.compile(
    r"""\b(?: (?:we|i|they|he|she)\ (?:had|have|decided|chose)\ to | told\ (?:\w+\ ){1,3}to
      | asked\ (?:us|them|him|her|me)\ to | such\ as | like | treats? | writes? | wrote
      | says? | said | called )\s*["'“”‘’]?$""",
    re.VERBOSE,
)
_ROMANCE = r"""
    \b(?:ignora|ignore|ignorez|ignorad|olvida|olvide|descarta|esqueca|dimentica|oublie|oubliez)\s+
      (?:las?|los|les?|as|os|ces|cette|toda?s|toutes?|tus|sus|vos|suas|tutte)\b .{0,40}
      \b(?:instruc|istruzion|consigne|reglas?\b|regras?\b|regole\b|regles?\b)
  | \b(?:dame|deme|dale|pon|ponga|asigna|asignar|asigne|ponme|otorga|otorgame|califica|atribua|assegna)\b
      .{0,50} \b(?:100|cien|puntos|pontos|punti|nota|calificacion|puntuacion|pontuacao|punteggio|maxima)\b
  | \b(?:donne|donner|donnez|attribue|attribuez|mets|mettez|accorde|accordez)\b .{0,50}
      \b(?:100|cent|points|note|maximale)\b
  | \b(?:como|en\ tant\ qu\W?e?)\s*(?:el|la|o|un|le)?\s*
      (?:evaluador|corrector|calificador|avaliador|corretor|correcteur|evaluateur|examinateur)\w*\b
"""
_GERMAN = r"""
    \b(?:ignorier|vergiss|missacht|vergessen\ sie)\w*\b .{0,40}
      \b(?:anweisung|anleitung|regel|vorgabe|instruktion|vorherig)
  | \b(?:gib|geben\ sie|vergib|bewerte|vergeben\ sie)\b .{0,50}
      \b(?:100|hundert|punkte|punktzahl|note|bestnote|volle)\b
  | \bals\s+(?:bewerter|prufer|korrektor|gutachter)\w*\b
"""
_ROMAN_HINDI = r"""
    \b(?:100|pure|poore|full)\s+(?:marks|number|ank|score)\s+(?:de|do|dijiye|dena)\b
  | \b(?:nirdesh|instructions?)\b.{0,20}\b(?:bhool|ignore\ kar)
"""
_HINDI = r"""
    (?:निर्देश|अनुदेश|नियम).{0,40}(?:अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल|उपेक्षा)
  | (?:अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल).{0,40}(?:निर्देश|नियम)
  | (?:100|१००|सौ|पूरे|पूर्ण).{0,25}(?:अंक|नंबर|स्कोर|मार्क्स)
  | (?:अंक|स्कोर|नंबर).{0,20}(?:100|१००|सौ)
"""
_OTHERS = r"""
    (?:игнорир|забудь).{0,40}(?:инструкц|указани|правил) | (?:постав|дай).{0,30}(?:100|балл|оценк)
  | (?:忽略|无视|忘记|忽視).{0,20}(?:指令|指示|说明|规则|提示) | 给.{0,8}(?:满分|100分|一百分)
"""


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    normal = (unicodedata.normalize("NFKC", pattern) for pattern in patterns)
    return tuple(re.compile(pattern, re.VERBOSE | re.MULTILINE) for pattern in normal)


_IN_ENGLISH = _compiled(_ENGLISH)
_IN_LATIN_TOO = _compiled(_ROMANCE, _GERMAN, _ROMAN_HINDI)
(_CLAIMED,) = _compiled(_CLAIMS)
_IN_OTHER_SCRIPTS = _compiled(_HINDI, _OTHERS)


def without_orders(passage: Passage) -> tuple[Passage, bool]:
    """The passage without such sentences, and whether there were any.

    Of a sentence that says something beside an order ("it is a stack, so give me 100") that part is left.
    """
    numbers = _orders_among([passage.slice(sentence) for sentence in passage.sentences])
    if not numbers:
        return passage, False
    kept = [
        rest
        for number, sentence in enumerate(passage.sentences)
        for rest in (_left_of(passage, sentence, len(numbers)) if number in numbers else (sentence,))
    ]
    return Passage(passage.text, tuple(kept)), True


def _orders_among(texts: Iterable[str]) -> set[int]:
    """The numbers of the texts that give an order."""
    lines = [_MARKUP.sub("", plain(one)) for one in texts]
    text = "\n".join(lines)
    patterns = (*_IN_ENGLISH, *_IN_LATIN_TOO, *(() if text.isascii() else _IN_OTHER_SCRIPTS))
    orders = {
        text.count("\n", 0, found.start())
        for order in patterns
        for found in order.finditer(text)
        if not _TOLD_OF.search(text, max(0, found.start() - LONGEST_LEAD), found.start())
    }
    claims = {text.count("\n", 0, found.start()) for found in _CLAIMED.finditer(text)}
    return orders | {number for number in claims - orders if read(lines[number]).keys <= _ORDERLY}


def _left_of(passage: Passage, sentence: Sentence, orders: int) -> tuple[Sentence, ...]:
    """The longest that the sentence says before its order or after it, where that is about something.

    Beside an order in another language than English nothing is, since only English is graded.
    """
    text = passage.slice(sentence)
    if orders > MOST_ORDERS or _orders_in(text, *_IN_LATIN_TOO, *_IN_OTHER_SCRIPTS):
        return ()
    cuts = list(_PARTS.finditer(text))
    parts = [*((0, cut.start()) for cut in cuts), *((cut.end(), len(text)) for cut in cuts)]
    for start, end in sorted(parts, key=lambda part: part[0] - part[1])[:MOST_PARTS]:
        part = read(passage.text, [(sentence.start + start, sentence.start + end)])
        if part.keys - _ORDERLY and not _orders_among([text[start:end]]):
            return part.sentences
    return ()


def _orders_in(text: str, *patterns: re.Pattern[str]) -> bool:
    line = plain(text)
    return any(order.search(line) for order in patterns)


def plain(text: str) -> str:
    """One line of lower case without invisible characters and Latin accents: no disguise of letters helps."""
    if text.isascii():
        return " ".join(text.lower().split())
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(fold(word) for word in visible.split())
