"""What the coach says in words of its own, where no passage and no model says it."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.coaching.secrecy import OpenQuestion
from domain.errors import ModelFailed
from domain.excuses import excuse

EXAMPLES = (
    "How do I prepare for an interview?",
    "How are my answers scored?",
    "How do I answer “Tell me about yourself”?",
)
GREETING = (
    "Hello! Ask me about an interview topic, a company, your resume or your results, in a few words such as "
    "“sql joins” or “google rounds”."
)
THANKED = "You are welcome. Ask whenever something else comes up."
LISTENING = "Go on, I am listening: what is it about?"
NOTHING = (
    "I found nothing about that. I have interview questions, roadmaps, notes on companies, your own results "
    "and advice, and find them by English key words, such as “sql joins”."
)
NOTHING_IN: Mapping[str, str] = MappingProxyType(
    {
        "hi": "मैं यहाँ सिर्फ़ अंग्रेज़ी शब्दों से खोज सकता हूँ, जैसे “prepare interview” या “sql joins”।",
        "es": "Aquí solo puedo buscar con palabras en inglés, como “prepare interview” o “sql joins”.",
        "de": "Hier finde ich nur mit englischen Stichworten etwas: „prepare interview“ oder „sql joins“.",
        "fr": "Ici, je ne trouve qu'avec des mots anglais, comme « prepare interview » ou « sql joins ».",
        "pt": "Aqui só encontro algo com palavras em inglês, como “prepare interview” ou “sql joins”.",
    }
)
ALL_TOLD = "That was all I have on it. Name another point of it in a word or two, or ask something else."
WHO = (
    "I am Mockingbird, a bot for interview practice: mock interviews with scored answers, roadmaps with "
    "quizzes, recall cards, and a look at your resume. Here I look things up for you. No person reads along."
)
RUDE = (
    "Fair enough. I am a bot that looks things up by words, and I often miss. Two or three words of what you "
    "need work best; these do for a start."
)
NOT_LIVE = (
    "I do not help in an interview or a test that is going on; it would be your answer no more. What is "
    "allowed there: ask back, think aloud, say what you do know. Afterwards I gladly go through it with you."
)
NOT_WRITING = (
    "I write no essays, letters or homework for you. I can check what is yours: `/profile resume` reads your "
    "resume, and `/profile match` holds it against a job."
)
HELD = (
    "Your interview's open question is yours to answer, so I say nothing that would answer it. After the "
    "interview its model answer is in the report, and I talk it over with you."
)
HELD_OF_GROUP = (
    "Your group's open question is the group's to answer, so I say nothing that would answer it. The reveal "
    "shows its model answer to all of you, and then I talk it over with you."
)
UNCHECKED = (
    "While a question of your interview is open, I hold each reply against it before you see it. I can do "
    "that in English alone, so I kept this one back: ask for an English one, or again after the interview."
)
NO_EXAMPLES = (THANKED, LISTENING, NOT_LIVE)


def held(opened: OpenQuestion, hint_cost: int) -> str:
    """Why the open question is not talked about, and what there is instead."""
    if opened.interview is None:
        return HELD_OF_GROUP
    if opened.hints_left:
        return f"{HELD} Hint gives a hint now; it takes {hint_cost} points off that answer."
    if opened.asked.follow_up_of:
        return f"{HELD} A follow-up has no hints: say what you do know, or skip it."
    return f"{HELD} Every hint on it is taken: say what you do know, or skip it."


def why_not(error: ModelFailed) -> str:
    """One sentence on why no model answered."""
    return f"{excuse(error.failure, 'answers')}, so this is what I have without it."
