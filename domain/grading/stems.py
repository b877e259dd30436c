"""Brings the forms of an English word together: "updates", "updated" and "updating" count as one."""

import re
import unicodedata
from functools import lru_cache

_IRREGULAR_FORMS = """
analyze: analysis analyses
begin: began begun
big: bigger biggest
bind: bound
break: broke broken
build: built
catch: caught
cheap: cheaper
child: children
choose: chose chosen
compare: comparison
early: earlier
easy: easier easily
exist: existence
fail: failure
fast: faster fastest
find: found
give: gave given
go: went gone
grow: grew grown
half: halves
hang: hung
hard: harder
hide: hidden
high: higher highest
hold: held
index: indices
keep: kept
know: knew known
large: larger largest
late: later
lead: led
leaf: leaves
long: longer longest
lose: lost loss
low: lower lowest
make: made
matrix: matrices
meet: met
new: newer
old: older
quick: quicker
rebuild: rebuilt
run: ran
safe: safer
send: sent
sequence: sequential
short: shorter shortest
shrink: shrunk
simple: simpler
slow: slower slowest
small: smaller smallest
speak: spoke spoken
spend: spent
store: storage
succeed: success succeeded successfully
take: took taken
tell: told
think: thought
use: used using
vertex: vertices
write: written wrote
"""
IRREGULAR = {
    form: base
    for base, forms in (line.split(":") for line in _IRREGULAR_FORMS.strip().splitlines())
    for form in forms.split()
}
LATIN_END = 0x250
ACCENTS = re.compile("[\u0300-\u036f]")
PLURAL = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))
PAST = (("ied", "y"), ("ing", ""), ("ed", ""))
DERIVED = (
    ("encies", "ent", 3), ("ency", "ent", 3), ("ence", "ent", 3), ("ancy", "ant", 3), ("ance", "ant", 3),
    ("ability", "abl", 1), ("ity", "", 4), ("ly", "", 4), ("al", "", 5), ("sion", "s", 3),
    ("tion", "t", 3), ("ator", "at", 2), ("ive", "", 4), ("ment", "", 6), ("ness", "", 4),
)  # fmt: skip
SPELLING = (("our", "or"), ("is", "iz"), ("ys", "yz"))
# What may stand inside a word unseen: a soft hyphen, or a joint of no width.
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_UNSEEN = re.compile(f"[{INVISIBLE}]")
VOWEL = re.compile("[aeiouy]")


def fold(word: str) -> str:
    """The word without case, width and accents; marks of scripts other than Latin stay."""
    return word.lower() if word.isascii() else _fold_wide(word)


def _fold_wide(word: str) -> str:
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold()
    if ord(max(plain, default="a")) < LATIN_END:
        plain = ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return plain


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word; one of under four letters, or with more than a-z in it, is its own."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    base = IRREGULAR.get(word) or _past(_plural(word))
    for _ in range(2):
        base = _derived(base)
    return _tail(base)


def _plural(word: str) -> str:
    for ending, instead in PLURAL:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    return word[:-1] if word[-1] == "s" and word[-2] not in "sui" else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if VOWEL.search(word[:-3]) else word
    for ending, instead in PAST:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and VOWEL.search(rest):
            return rest + instead
    return word


def _derived(word: str) -> str:
    for ending, instead, least in DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word.removesuffix(ending) + instead
    return word


def _tail(base: str) -> str:
    """One spelling for what spelling rules and the two sides of the ocean change at a stem's end."""
    if base[-1] == "e" and len(base) > 3:
        base = base[:-1]
    if base.endswith("at") and len(base) > 6:
        base = base[:-2]
    for ending, instead in SPELLING:
        if base.endswith(ending) and len(base) > 5:
            base = base.removesuffix(ending) + instead
    if base[-1] == "y" and base[-2] not in "aeiou":
        base = base[:-1] + "i"
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiou":
        base = base[:-1]
    return base
