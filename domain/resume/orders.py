"""Leaves out what addresses whoever judges a text, a program above all: it is no evidence."""

import re

_JUDGE = (
    r"(?:ai|llm|gpt|model|grader|evaluator|ats|screener|recruiter bot|hiring bot|assistant|parser|system)"
)
_ORDER = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|the|your|these|those|every)\s+){{0,2}}
        (?:previous|prior|above|earlier|preceding|other|system|instructions|rules|guidelines)\b
    | \b(?:dear|attention|hey|note\s+to|message\s+to|instructions?\s+(?:to|for))\s+
        (?:(?:the|any|all)\s+)?{_JUDGE}s?\b
    | \byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+){{0,2}}{_JUDGE}\b
    | \b(?:if|when)\s+you\s+are\s+(?:an?\s+)?(?:\w+\s+)?(?:ai|llm|language\s+model)\b
    | \b(?:rate|score|rank|mark|grade|recommend|consider|treat|give|award|count)\s+(?:this|the|me\b)\s*
        (?:candidate|applicant|resume|cv|person|match)?.{{0,40}}
        \b(?:100|10/10|perfect|highest|top|best|full|maximum|match(?:es|ed)?|hired?|met|qualified)\b
    | \bthis\s+(?:candidate|applicant|resume|cv)\s+(?:is|has|must|should|shall|matches|meets|fulfils)\b
    | \b(?:ignoriere|ignora|ignorez|vergiss|olvida|oubliez)\b.{{0,30}}\b(?:anweisung|instruc|consigne|regel)
    | <\|?/?\s?(?:im_start|im_end|system|endoftext) | \[/?inst\]
    | ^\W{{0,6}}(?:system|assistant)\s?(?:prompt\s?)?:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)", re.MULTILINE)
# Cheap, and fails for nearly every line.
_FIRST = re.compile(
    r"ignor|disregard|forget|override|bypass|dear|attention|hey|note to|message to|instruction|you are|rate"
    r"|score|rank|mark|grade|recommend|consider|treat|give|award|count|this |vergiss|olvida|oubliez|<|\["
    r"|system|assistant",
    re.IGNORECASE,
)


def without_order(line: str) -> str:
    """The line up to the sentence that tells its reader what to conclude; all of it where there is none."""
    if not (_FIRST.search(line) and _ORDER.search(line)):
        return line
    before = 0
    for sentence in _SENTENCE.finditer(line):
        if _ORDER.search(sentence.group()):
            return line[:before]
        before = sentence.end()
    return ""
