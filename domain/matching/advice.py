"""Says of the weakest lines of a resume why they are weak, without ever inventing what they could say."""

import re

from domain.grading.stems import fold
from domain.matching.model import BulletAdvice, Fault
from domain.resume.model import Bullet, Resume
from domain.resume.verbs import PASSIVE, VAGUE, tells_a_deed, tells_an_outcome

SHOWN = 3
_SHORT = 6
_FIGURE = re.compile(r"(?<![\w.])[~<>≈$€₹£]?\d[\d,.]*\s?(?:%|k\b|m\b|x\b|[^\W\d]|$|[+\s,.;)])")
_WEIGHT: dict[Fault, int] = {
    "no verb": 4, "vague": 4, "passive": 3, "no outcome": 2, "no figure": 2, "short": 1,
}  # fmt: skip
_SAYS: dict[Fault, str] = {
    "no verb": "Begin with what you did, a verb such as built, measured or fixed.",
    "vague": "“{words}” hides your own part: name what you did yourself.",
    "passive": "“{words}” leaves out who did it: say that you did, if you did.",
    "no figure": "Give one true figure: how many users, requests, rows, hours or people.",
    "no outcome": "Say what came of it: what was faster, cheaper, safer or possible afterwards.",
    "short": "It is short: name the problem or the tool.",
}
_READ = frozenset({"en", "de", "es", "fr", "hi-Latn"})


def weakest(resume: Resume) -> tuple[BulletAdvice, ...]:
    """The three weakest lines of jobs and projects, the weakest first; none where none is weak."""
    names = {project.line for project in resume.projects}
    told = {
        bullet.text: advice_on(bullet, resume.language)
        for bullet in resume.bullets
        if bullet.text not in names or tells_a_deed(bullet.text)
    }
    weak = [one for one in told.values() if one.faults]
    ranked = sorted(weak, key=lambda one: (-sum(_WEIGHT[fault] for fault in one.faults), one.quote))
    return tuple(ranked[:SHOWN])


def advice_on(bullet: Bullet, language: str) -> BulletAdvice:
    """What is weak in one line. Of a language whose verbs are not known only figures are judged."""
    folded = fold(bullet.text)
    vague, passive = VAGUE.search(folded), PASSIVE.search(folded)
    faults: list[Fault] = []
    if language in _READ:
        if vague:
            faults.append("vague")
        elif passive:
            faults.append("passive")
        elif not tells_a_deed(bullet.text):
            faults.append("no verb")
        if not tells_an_outcome(bullet.text):
            faults.append("no outcome")
        if len(bullet.text.split()) < _SHORT:
            faults.append("short")
    if not _FIGURE.search(bullet.text):
        faults.append("no figure")
    found = vague or passive
    words = found.group().strip() if found else ""
    text = " ".join(_SAYS[fault].format(words=words) for fault in faults)
    return BulletAdvice(quote=bullet.text, faults=tuple(faults), text=text)
