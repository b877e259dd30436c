"""The word lists that matching rests on: what carries no content, what denies, what means the same."""

from domain.grading.stems import stem


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


FUNCTION_WORDS = words(
    "a an the this that these those there here it its itself they them their theirs he him his she her hers "
    "we us our ours you your yours i me my mine myself one ones who whom whose which what when where why how "
    "am is are was were be been being do does did done doing have has had having can could will would shall "
    "should may might must ought of in on at by for from to into onto with within upon about as than then "
    "and or but so if because since while whereas although though unless until however therefore thus hence "
    "also just even still too very quite rather really basically actually simply pretty maybe perhaps well "
    "like etc eg ie such some any other another between among through during per via off out over under "
    "up down again once yet let lets ll re ve d s t m said say says mean means called example instance "
    "think believe guess sure ok okay um uh yes thing things stuff something anything kind lots "
    "going go goes got whether both either hi hello please thanks thank"
)

DENIES_CLAUSE = words(
    "not never cannot neither nor hardly barely scarcely nothing nobody none nowhere unable dont doesnt "
    "didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint mustnt"
)
DENIES_NEXT = words("no without lack lacks lacking instead rather")
DENIES_SENTENCE = words(
    "false untrue wrong incorrect incorrectly wrongly myth misconception mistaken fallacy"
)
NOT_DENYING_AFTER = words("only just merely simply matter doubt")

CLAUSE_OPENERS = words(
    "but because so whereas while although though since unless which instead rather however therefore thus "
    "hence until when if where then"
)
SUBJECTS = words("it they we you i he she this that these those the a an each every its their our your my")

REFERS_BACK = words("it its they their this that these those")

GENERIC = stems(
    "use make get give put take go come work way new old good better more most less least many much few need "
    "allow have every all each only always first last next before after same different other one two three "
    "time value system program code data people part whole case name type number set run want lot add keep "
    "know see help show become happen point result main important"
)

_SAME = (
    "fast quick rapid swift",
    "large big huge massive",
    "small little tiny",
    "remove delete erase",
    "get fetch retrieve obtain",
    "store save keep",
    "use utilize employ leverage",
    "make create build construct",
    "start begin",
    "end finish terminate stop",
    "need require",
    "error bug mistake fault",
    "change modify alter edit update",
    "argument parameter",
    "every each all",
    "whole entire full",
    "simultaneous concurrent simultaneously concurrently",
    "send transmit",
    "response reply",
    "memory space ram",
    "element item entry",
    "cost expensive costly overhead",
    "find search locate",
    "order sort",
    "split divide break",
    "combine merge",
    "allow enable permit",
    "happen occur",
    "problem issue",
    "guarantee ensure",
    "prevent avoid",
    "reduce decrease shrink lessen",
    "increase grow raise",
    "same identical equal",
    "iterate loop",
    "database db",
    "message msg",
    "application app",
    "repository repo",
    "authentication auth",
    "configuration config",
    "teammate colleague coworker peer",
    "manager boss supervisor",
    "conflict disagree disagreement dispute argue argued",
    "talk speak discuss conversation chat",
    "explain describe",
    "solve resolve",
    "approximate approximately roughly",
)
SYNONYMS = {stem(word): stem(group.split()[0]) for group in _SAME for word in group.split()[1:]}

_OPPOSITE = (
    "fast slow",
    "more less",
    "more fewer",
    "increase reduce",
    "large small",
    "before after",
    "first last",
    "ordered unordered",
    "mutable immutable",
    "synchronous asynchronous",
    "high low",
    "better worse",
    "same different",
    "cheap cost",
    "left right",
    "minimum maximum",
    "valid invalid",
    "public private",
    "static dynamic",
    "strong weak",
    "stateful stateless",
    "short long",
    "read write",
    "start end",
    "open close",
    "hit miss",
    "horizontal vertical",
    "inner outer",
)


def key_of(base: str) -> str:
    """The stem that stands for a stem and all that mean the same."""
    return SYNONYMS.get(base, base)


def _opposites() -> dict[str, frozenset[str]]:
    pairs = [tuple(key_of(stem(word)) for word in pair.split()) for pair in _OPPOSITE]
    return {
        word: frozenset(b if word == a else a for a, b in pairs if word in (a, b))
        for pair in pairs
        for word in pair
    }


OPPOSITES = _opposites()
DENIES_SOFTLY = frozenset(key_of(stem(word)) for word in ("avoid", "free", "zero", "eliminate"))
TRUTHS = frozenset(key_of(stem(word)) for word in ("true", "correct", "case", "right", "accurate", "fact"))
