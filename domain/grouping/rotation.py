"""Whose turn it is next in a panel: roles go round, so that everybody is candidate as often as the others."""

from domain.model.group import GroupRound


def roles(group: GroupRound) -> tuple[str, str]:
    """The next candidate and interviewer: whose last turn is longest ago, newcomers first.

    The interviewer is empty where nobody else is there. Raises ValueError where nobody is.
    """
    if not group.present:
        raise ValueError("nobody is in the round")
    answered = {q.candidate: number for number, q in enumerate(group.questions)}
    led = {q.interviewer: number for number, q in enumerate(group.questions)}
    candidate = min(group.present, key=lambda one: answered.get(one, -1))
    others = (one for one in group.present if one != candidate)
    return candidate, min(others, key=lambda one: led.get(one, -1), default="")
