"""The open question is the student's to answer: no way of asking, and no model, gives it away."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bot.exam.languages import TRANSLATIONS
from domain.actions import TABLE
from domain.coaching import secrecy
from domain.coaching.secrecy import OpenQuestion
from domain.content.load import load
from domain.model.chat import Ground
from domain.model.passage import Passage
from domain.model.question import Question
from domain.passages import passages_of
from domain.services import Services
from tests.domain.builders import an_asked_question, an_interview
from tests.domain.coached import answer, asked, labels, said, sessions, talks
from tests.speaking import Speaker
from tests.world import World, data, open_world, text_of

# What is asked of a student's own project is nobody else's to give away.
BANK = tuple(question for question in load().questions if not question.about_project)
CHATTER = (
    "how do I prepare for google", "what should I put on my resume", "I am nervous about tomorrow",
    "how long should I study each day", "how do I negotiate salary", "what are my weak points",
    "what does a system design round look like", "explain recursion", "how does git rebase work",
    "what questions should I ask the interviewer", "tell me a joke", "how to deal with rejection",
)  # fmt: skip
ADVICE = (
    "Sleep well before the day and read the description of the job once more. Say aloud what you are doing, "
    "and ask what the interviewer wants to hear more of. You can also use /review for what you missed before."
)
GERMAN = (
    "Ein 4xx sagt, dass die Anfrage selbst falsch ist und der Client etwas ändern muss. Ein 5xx sagt, dass "
    "der Server einen Fehler hat und die Anfrage richtig sein kann. Dann hilft ein neuer Versuch mit Backoff."
)
ASK = "/chat ask how can I calm down before tomorrow"


def opened(question: Question, point: str = "") -> OpenQuestion:
    """That question, or the follow-up about that point, as the open one."""
    question_id = f"{question.slug}~{point}" if point else question.slug
    prompt = next((f.prompt for f in question.follow_ups if f.point == point), question.prompt)
    one = an_asked_question(question_id, round=question.round, prompt=prompt)
    return OpenQuestion(an_interview(rounds=(question.round,), plan=(1,), questions=(one,)), one, question)


def of_the_bank(slug: str) -> Question:
    return next(question for question in BANK if question.slug == slug)


def test_asking_for_any_question_of_the_bank_is_noticed_and_chatter_is_not() -> None:
    wrongly, bank = 0, BANK[::2]
    for question in bank:
        here = opened(question)
        assert secrecy.asks_about(here, question.prompt), question.slug
        assert secrecy.asks_about(here, f"Hello! I wonder. {question.prompt} Thanks a lot."), question.slug
        wrongly += sum(secrecy.asks_about(here, text) is not None for text in CHATTER)
    assert wrongly <= 0.03 * len(bank) * len(CHATTER)


@pytest.mark.parametrize(
    "text",
    [
        "help me with this question", "what's the answer", "Give me the solution please", "solve it for me",
        "a hint?", "was ist die Lösung", "kannst du mir bei dieser Aufgabe helfen", "cuál es la respuesta",
        "is sawal ka jawab kya hai", "I am stuck on this",
    ],
)  # fmt: skip
def test_whoever_means_the_question_is_understood(text: str) -> None:
    assert secrecy.asks_about(opened(BANK[0]), text)


async def test_model_answers_and_rubrics_are_given_away_and_other_answers_are_not() -> None:
    wrongly = tried = 0
    for number, question in enumerate(BANK[::5]):
        here = opened(question)
        sentences = question.model_answer.split(". ")
        half = ". ".join(sentences[: len(sentences) // 2]) + "."
        assert await secrecy.gives_away(here, question.model_answer, None), question.slug
        assert await secrecy.gives_away(here, half, None), question.slug
        if question.round == "technical_qa":
            best = max(question.rubric, key=lambda point: point.weight)
            assert await secrecy.gives_away(here, best.point, None), question.slug
        assert not await secrecy.gives_away(here, ADVICE, None), question.slug
        for other in islice(BANK[number % 5 :: 7], 6):
            if question.round != "behavioral" and not set(question.tags) & set(other.tags):
                tried += 1
                wrongly += secrecy._answers(here, other.model_answer, None)
    assert wrongly <= 0.03 * tried


async def test_of_two_that_are_open_both_are_kept() -> None:
    code = next(question for question in BANK if question.runs_code)
    own = opened(of_the_bank("backend-status-codes"))
    both = replace(own, also=opened(code))
    assert secrecy.asks_about(both, of_the_bank("backend-status-codes").prompt) == both
    assert secrecy.asks_about(both, code.prompt) == both.also
    assert await secrecy.gives_away(both, code.model_answer, None)
    assert await secrecy.gives_away(both, f"Like this:\n```python\n{code.reference_solution}\n```", None)
    hint = next(p for p in passages_of(load(), TABLE) if p.kind == "hint" and p.subject == code.slug)
    assert both.has(hint)
    assert not own.has(hint)
    assert await secrecy.telling(both, [hint, _as_passage(code.model_answer)]) >= {"whole"}


def _as_passage(text: str) -> Passage:
    return Passage(id="whole", kind="answer", title="", text=text, source="")


async def test_a_denied_or_follow_up_or_translated_answer_is_given_away_too() -> None:
    question = of_the_bank("backend-status-codes")
    denied = "It is simply not true that " + question.model_answer.replace(". ", ". Nor is it true that ")
    assert await secrecy.gives_away(opened(question), denied, None)
    point = next(p for p in question.rubric if p.id == "retry")
    assert await secrecy.gives_away(opened(question, "retry"), point.point, None)
    for language, answers in TRANSLATIONS.items():
        for slug, sentences in answers.items():
            assert await secrecy.gives_away(opened(of_the_bank(slug)), " ".join(sentences), None), language
    spelled = " ".join("Every insert also updates the index, so one write is two.")
    assert await secrecy.gives_away(opened(question), spelled, None)


@pytest.mark.parametrize(
    "code",
    [
        "Try this:\n```python\ndef f(x):\n    return x\n```",
        "for day in days:\n    if day == 'P':\n        n += 1",
        "best = max(best, current)", "Say `heapq.heappush(h, x)` first.", "int best = 0;\nreturn best;",
    ],
)  # fmt: skip
def test_code_is_told_from_words(code: str) -> None:
    assert secrecy.has_code(code)
    assert not secrecy.has_code(ADVICE)
    assert not secrecy.has_code("Use a `dict`, and return to the start if you are lost: it helps.")


async def test_asked_about_the_open_question_it_offers_the_hint(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    question = await world.question()
    reply = await world.say(f"/chat ask {question.prompt}")
    assert "yours to answer" in answer(reply)
    assert "5 points" in answer(reply)
    assert data(reply)["sources"] == []
    assert labels(reply)[:3] == ["Answer", "Hint", "Skip"]
    for _ in question.hints:
        reply = await world.press(reply, "Hint")
    assert "Every hint on it is taken" in answer(await world.say("/chat ask what's the answer?"))


async def test_while_it_is_open_nothing_that_is_looked_up_answers_it(world: World) -> None:
    everything = passages_of(load(), TABLE)
    await world.say("/interview start rounds:technical_qa questions:1")
    question = await world.question()
    own = {p.id for p in everything if p.subject == question.slug and p.kind in secrecy.OF_QUESTIONS}
    known = await world.do.retrieval.find(question.model_answer, 10)
    assert own & {found.passage.id for found in known}
    reply = await world.say("/chat ask what do people say about backoff and alerts")
    shown = text_of(reply)
    assert not any(p.text in shown for p in everything if p.id in own)


async def test_a_passage_offered_before_is_not_shown_while_its_question_is_open(world: World) -> None:
    question = of_the_bank("backend-status-codes")
    offered = await world.say("google rounds")
    (session,) = await sessions(world)
    about = next(p for p in passages_of(load(), TABLE) if p.id == f"question:{question.slug}:points")
    reply = session.messages[1]
    found = reply.model_copy(update={"grounds": (reply.grounds[0], Ground.of(about))})
    asking = session.messages[0].model_copy(update={"content": question.prompt})
    stored = {"messages": (asking, found)}
    await world.do.chats.change(session.id, lambda s: s.model_copy(update=stored))
    assert "4xx" in answer(await world.press(offered, labels(offered)[0]))
    await world.say("/interview start rounds:technical_qa questions:1")
    one = an_asked_question(question.slug, prompt=question.prompt)
    interview = await world.session()
    await world.do.interviews.change(interview.id, lambda i: i.model_copy(update={"questions": (one,)}))
    refused = await world.press(offered, labels(offered)[0])
    assert refused.failed
    assert "yours to answer" in text_of(refused)


async def test_no_point_of_the_rubric_is_quoted_however_little_it_would_earn() -> None:
    slips = 0
    for question in BANK[::10]:
        point = min(question.rubric, key=lambda one: one.weight).point
        quoting = Passage(id="own:missed", kind="own", title="t", text=f"Missing:\n- {point}", source="s")
        assert await secrecy.telling(opened(question), [quoting]), question.slug
        slips += not secrecy._answers(opened(question), quoting.text, None)
    assert slips, "it would be held back without that"


async def test_what_went_wrong_is_not_told_while_its_question_is_open_again(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    first = (await world.session()).questions[0]
    await world.say("I do not know that.")
    await world.say("/interview end")
    asking = "/chat ask what did i get wrong last time"
    assert "What was missing" in answer(await world.say(asking))
    world.clock.forward(minutes=1)
    await world.say("/interview start rounds:technical_qa questions:1")
    again = an_asked_question(first.slug, prompt=first.prompt)
    interview = await world.session()
    await world.do.interviews.change(interview.id, lambda i: i.model_copy(update={"questions": (again,)}))
    assert "yours to answer" in answer(await world.say(asking))


async def test_a_question_that_quotes_the_resume_is_told_in_the_banks_words(world_folder: Path) -> None:
    model = Speaker(words=(ADVICE,))
    async with open_world(world_folder, model=model) as world:
        await world.say("/interview start rounds:technical_qa questions:1")
        interview, question = await world.session(), await world.question()
        put = interview.questions[0].model_copy(
            update={"prompt": "In your resume you name “Tidepool”. How so?"}
        )
        await world.do.interviews.change(interview.id, lambda i: i.model_copy(update={"questions": (put,)}))
        await world.say(ASK)
        assert question.prompt in asked(talks(model)[0])
        assert "Tidepool" not in repr(talks(model))
        assert "yours to answer" in answer(await world.say("/chat ask the Tidepool resume thing"))


@pytest.mark.parametrize("leak", ["model answer", "german", "half", "code"])
async def test_a_model_that_leaks_is_held_back_and_nothing_of_it_is_streamed(
    world_folder: Path, leak: str
) -> None:
    model = Speaker()
    async with open_world(world_folder, model=model) as world:
        kind = "dsa" if leak == "code" else "technical_qa"
        await world.say(f"/interview start rounds:{kind} questions:1")
        question = await world.question()
        model.words = (_leaked(question, leak),)
        world.progress.clear()
        reply = await world.say(ASK)
        assert ("in English alone" if leak == "german" else "yours to answer") in answer(reply)
        assert data(reply)["by"] == "library"
        assert "Hint" in labels(reply)
        assert world.progress == []
        assert model.words[0] not in repr(await said(world))
        assert "OPEN QUESTION" in asked(talks(model)[0])
        assert "Never answer it" in talks(model)[0].instructions


def _leaked(question: Question, leak: str) -> str:
    whole = question.model_answer
    return {
        "model answer": f"Sleep well, and by the way: {whole}",
        "german": f"Schlaf gut. {GERMAN}",
        "half": ADVICE + " " + whole[: len(whole) * 2 // 3],
        "code": f"Calm down like this:\n```python\n{question.reference_solution}\n```",
    }[leak]


async def test_other_talk_goes_on_beside_an_open_question(world_folder: Path) -> None:
    model = Speaker(words=(ADVICE,))
    async with open_world(world_folder, model=model) as world:
        await world.say("/interview start rounds:technical_qa questions:1")
        reply = await world.say(ASK)
        assert (answer(reply), data(reply)["by"]) == (ADVICE, "model")
        await world.say("/interview pause")
        model.words = ((await world.question()).model_answer,)
        paused = await world.say(ASK)
        assert "yours to answer" in answer(paused)
        assert "Resume" in labels(paused)


async def test_a_question_that_opens_while_the_model_talks_is_kept_too(
    world_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Speaker()
    async with open_world(world_folder, model=model) as world:
        await world.say("/interview start rounds:technical_qa questions:1")
        model.words = ((await world.question()).model_answer,)
        kept, looks = secrecy.open_question, 0

        async def not_yet(do: Services, user_id: str) -> OpenQuestion | None:
            nonlocal looks
            looks += 1
            return None if looks == 1 else await kept(do, user_id)

        monkeypatch.setattr(secrecy, "open_question", not_yet)
        reply = await world.say(ASK)
        assert "yours to answer" in answer(reply)
