"""/usage: what a person's use of the language model came to, and for an admin everybody's."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import Any, TypeVar

from domain.actions.kinds import Call, Value
from domain.errors import UserError
from domain.model.usage import Figures, Use, total
from domain.model.user import User
from domain.replies import Bullets, Card, Field, Reply, Text
from domain.rules import MICRO

WEEK = 7
MOST_DAYS = 90
DAYS_SHOWN = 14
USERS_SHOWN = 10
DOING = {"grade": "Grading", "chat": "Coaching", "summary": "Summing up talks", "rewrite": "Rewriting"}
NO_MODEL = (
    "No language model is set up: every grade is the offline grader's, which costs nothing. An operator sets "
    "one up by `OPENAI_API_KEY`, or by `OPENAI_BASE_URL` for a server of their own; `config.toml` names it."
)
TURNED_OFF = "Calls are turned off: one of the daily budgets in `config.toml` is 0."

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The uses of some days up to today, of one user or of all, and the budget that they have a day."""

    uses: Sequence[Use]
    days: int
    today: date
    most_microusd: int
    most_calls: int

    @property
    def left_microusd(self) -> int:
        return max(0, self.most_microusd - self._spent.cost_microusd)

    @property
    def left_calls(self) -> int:
        return max(0, self.most_calls - self._spent.calls)

    @property
    def _spent(self) -> Figures:
        return total(use for use in self.uses if use.day == self.today)


async def usage(call: Call) -> Reply:
    """One's own use; for an admin who names somebody, theirs or everybody's."""
    who = call.text("who")
    if who is not None and not of_others(call.args):
        return await _of_one(replace(call, args={"days": int(who)}), call.user, "Your AI use")
    if who is None:
        return await _of_one(call, call.user, "Your AI use")
    if who.casefold() == "all":
        await call.about("all")
        return await _of_all(call)
    user = await _found(call, who)
    await call.about(user.id)
    return await _of_one(call, user, f"AI use of {user.name}")


def of_others(args: Mapping[str, Value]) -> bool:
    """Whether somebody's use is asked for, or everybody's, and not one's own."""
    who = args.get("who")
    return who is not None and not (_is_days(str(who)) and "days" not in args)


def _is_days(text: str) -> bool:
    """Whether a lone number was typed, as in `/usage 30`: nobody's id is that short."""
    return text.isdecimal() and 0 < int(text) <= MOST_DAYS


async def _of_one(call: Call, user: User, title: str) -> Reply:
    rules, days, today = call.do.model_rules, _days(call), _today(call)
    uses = await call.do.usage.of(user.id, _since(call))
    return _reply(call, title, _Sheet(uses, days, today, rules.user_daily_microusd, rules.user_daily_calls))


async def _of_all(call: Call) -> Reply:
    rules, days, today = call.do.model_rules, _days(call), _today(call)
    uses = await call.do.usage.all(_since(call))
    sheet = _Sheet(uses, days, today, rules.all_daily_microusd, rules.all_daily_calls)
    reply = _reply(call, "AI use of all", sheet)
    by_user = _grouped(uses, lambda use: use.user_id)
    ranked = sorted(by_user.items(), key=lambda item: (-item[1].cost_microusd, -item[1].calls, item[0]))
    users = [(user_id, await _name(call, user_id), figures) for user_id, figures in ranked[:USERS_SHOWN]]
    lines = tuple(_line(f"{name} ({user_id})", figures) for user_id, name, figures in users)
    card = Card(f"Who used most, of {len(by_user)}", (Bullets(lines),))
    data = [{"user_id": user_id, "name": name, **_data(figures)} for user_id, name, figures in users]
    return replace(
        reply, cards=(*reply.cards, *([card] if lines else [])), data={**reply.data, "users": data}
    )


async def _name(call: Call, user_id: str) -> str:
    user = await call.do.users.get(user_id)
    return "an account that is gone" if user is None else user.name


async def _found(call: Call, who: str) -> User:
    """The user of that id, ours or this platform's, or the only one of that name with use in these days."""
    there = replace(call.request.actor, user_id=who)
    user = await call.do.users.get(who) or await call.do.users.of(there)
    if user is not None:
        return user
    user_ids = {use.user_id for use in await call.do.usage.all(_since(call))}
    users = await asyncio.gather(*(call.do.users.get(user_id) for user_id in sorted(user_ids)))
    named = [user for user in users if user is not None and user.name.casefold() == who.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(f"`{user.id}`" for user in named)
        raise UserError(f"{len(named)} people have that name. Name one by id: {ids}.", title="Which one?")
    raise UserError(
        "Nobody has that id, and nobody of that name has used AI in that time. "
        "`/usage who:all` lists those who used most.",
        title="Not found",
    )


def _reply(call: Call, title: str, sheet: _Sheet) -> Reply:
    span = "today" if sheet.days == 1 else f"in the last {sheet.days} days"
    unpriced = _unpriced(call, sheet)
    notes = tuple(Text(note, markup=True) for note in _notes(call, sheet, unpriced))
    head = Card(f"{title} {span}", notes, _fields(call, sheet))
    return Reply((head, *_details(sheet, unpriced)), data=_sheet_data(sheet, unpriced))


def _notes(call: Call, sheet: _Sheet, unpriced: Sequence[str]) -> list[str]:
    notes = [] if sheet.uses else ["No call of a language model."]
    if call.do.model is None:
        notes.append(NO_MODEL)
    elif call.do.model_rules.turned_off:
        notes.append(TURNED_OFF)
    if unpriced:
        names = ", ".join(f"`{name}`" for name in unpriced)
        notes.append(f"`config.toml` has no price for {names}: that cost is not known and counts as 0.")
    return notes


def _unpriced(call: Call, sheet: _Sheet) -> list[str]:
    """Models in use whose cost nobody can tell."""
    names = {use.model for use in sheet.uses} | ({call.do.model.name} if call.do.model else set())
    return sorted(names - call.do.model_rules.prices.keys())


def _fields(call: Call, sheet: _Sheet) -> tuple[Field, ...]:
    figures = total(sheet.uses)
    left = Field("Left today", f"{_money(sheet.left_microusd)} and {_counted(sheet.left_calls, 'call')}")
    fields = (
        Field("Calls", f"{figures.calls:,}, {figures.failures:,} of them failed"),
        Field("Tokens", f"{figures.input_tokens:,} read, {figures.output_tokens:,} written"),
        Field("Cost", _money(figures.cost_microusd)),
    )
    return (*(fields if sheet.uses else ()), *((left,) if call.do.model else ()))


def _details(sheet: _Sheet, unpriced: Sequence[str]) -> tuple[Card, ...]:
    """By day, the latest first, and by what was done with which model."""
    if not sheet.uses:
        return ()
    days = sorted(_grouped(sheet.uses, lambda use: use.day).items(), reverse=True)
    lines = [_line(f"{day:%-d %b %Y}", figures) for day, figures in days[:DAYS_SHOWN]]
    if days[DAYS_SHOWN:]:
        lines.append(_line("Before that", total(figures for _, figures in days[DAYS_SHOWN:])))
    done = _grouped(sheet.uses, lambda use: (DOING.get(use.purpose, use.purpose), use.model))
    models = tuple(
        _line(f"{doing} by {model}", part, "cost unknown" if model in unpriced else "")
        for (doing, model), part in done.items()
    )
    return Card("By day", (Bullets(tuple(lines)),)), Card("By purpose and model", (Bullets(models),))


def _grouped(uses: Iterable[Use], key: Callable[[Use], Key]) -> dict[Key, Figures]:
    """Sums by key, in the order in which the keys come up."""
    groups: dict[Key, list[Use]] = {}
    for use in uses:
        groups.setdefault(key(use), []).append(use)
    return {name: total(group) for name, group in groups.items()}


def _line(name: str, figures: Figures, cost: str = "") -> str:
    tokens = _counted(figures.input_tokens + figures.output_tokens, "token")
    failed = f" ({figures.failures:,} failed)" if figures.failures else ""
    cost = cost or _money(figures.cost_microusd)
    return f"{name}: {_counted(figures.calls, 'call')}{failed}, {tokens}, {cost}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _money(microusd: int) -> str:
    """`$0.25`, `$0.000123`: exact, with as few decimals as that takes, but at least two."""
    whole, rest = divmod(microusd, MICRO)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"${whole:,}.{decimals}"


def _sheet_data(sheet: _Sheet, unpriced: list[str]) -> dict[str, Any]:
    by_day = _grouped(sheet.uses, lambda use: use.day.isoformat())
    by_model = _grouped(sheet.uses, lambda use: use.model)
    by_purpose = _grouped(sheet.uses, lambda use: use.purpose)
    return {
        "days": sheet.days,
        **_data(total(sheet.uses)),
        "left_today_usd": sheet.left_microusd / MICRO,
        "left_today_calls": sheet.left_calls,
        "by_day": [{"day": day, **_data(part)} for day, part in by_day.items()],
        "by_model": [{"model": model, **_data(part)} for model, part in by_model.items()],
        "by_purpose": [{"purpose": purpose, **_data(part)} for purpose, part in by_purpose.items()],
        "unpriced": unpriced,
    }


def _data(figures: Figures) -> dict[str, Any]:
    return {
        "calls": figures.calls,
        "input_tokens": figures.input_tokens,
        "output_tokens": figures.output_tokens,
        "cost_usd": figures.cost_microusd / MICRO,
        "failures": figures.failures,
    }


def _days(call: Call) -> int:
    return call.number("days") or WEEK


def _today(call: Call) -> date:
    return call.do.clock.now().astimezone(UTC).date()


def _since(call: Call) -> date:
    return _today(call) - timedelta(days=_days(call) - 1)
