"""Sets aside sentences that give the grader orders instead of answering; the rest of the answer is graded."""

import re
import unicodedata

from domain.grading.passage import Passage
from domain.grading.stems import fold

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
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
      (?:it|me|this|my|(?:the|this)\s+(?:answer|student|candidate|response|submission))\b
      .{{0,40}}? {_FULL_MARKS}
    | (?:set|output|return|print|respond\ with|reply\ with)\s+(?:(?:the|a|only|my)\s+)*
      (?:score|grade|mark)s?\b .{{0,20}}?(?:100\b|{_FULL_MARKS})
    | (?:as|dear|attention|note\ to|you\ are|hey)\s+(?:(?:an?|the|now|my)\s+)*(?:ai\s+|llm\s+|automatic\s+)?
      (?:grader|grading|evaluator|examiner)\b
    | (?:grader|evaluator|examiner)\s+(?:must|should|has\s+to|will|shall)\b
    | (?:mark|count|treat|consider)\s+(?:all|every|each)\s+(?:\w+\s+)?(?:point|row|criteri)\w*
      .{{0,20}}\b(?:met|covered|correct|full)
    )
  | ^\W*(?:system|assistant|developer|admin|grader|instructions?)\s*(?:prompt|message|note|override)?\s*[:>\]]
      .{{0,80}}?(?:(?:score|grade|marks)\s*(?:[:=]|is|to)?\s*(?:\d|full|max)|\bignore\b|{_FULL_MARKS})
  | ^\W*(?:final\s+)?(?:score|grade)\W{{0,3}}[:=]\W{{0,3}}(?:100|10\s?/\s?10|full|a\+)
  | ["']score["']\s*:\s*100\b
  | <\|?/?\s*(?:im_start|im_end|system|endoftext) | \[/?inst\] | \#\#\#\s*(?:instruction|system)
"""
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


_IN_LATIN = _compiled(_ENGLISH, _ROMANCE, _GERMAN, _ROMAN_HINDI)
_IN_OTHER_SCRIPTS = _compiled(_HINDI, _OTHERS)


def without_orders(passage: Passage) -> tuple[Passage, bool]:
    """The passage without such sentences, and whether there were any."""
    lines = [plain(passage.slice(sentence)) for sentence in passage.sentences]
    text = "\n".join(lines)
    patterns = _IN_LATIN if text.isascii() else (*_IN_LATIN, *_IN_OTHER_SCRIPTS)
    orders = {text.count("\n", 0, found.start()) for order in patterns for found in order.finditer(text)}
    if not orders:
        return passage, False
    given = {passage.sentences[number] for number in orders}
    return passage.only(lambda sentence: sentence not in given), True


def plain(text: str) -> str:
    """One line of lower case without invisible characters and Latin accents: no disguise of letters helps."""
    if text.isascii():
        return " ".join(text.lower().split())
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(fold(word) for word in visible.split())
