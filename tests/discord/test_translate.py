"""The words in other languages: held to the table, to Discord's rules, and seen in what is sent."""

import unicodedata
from typing import Any

import pytest
from discord import Locale

from adapters.discord.commands import FILE, LONGEST_COMMAND, SCORE_MENU, weight
from adapters.discord.translate import TableTranslator
from domain.actions import TABLE
from domain.actions.kinds import Action, Option
from domain.locales.load import catalogue, command_words, languages, option_words
from tests.discord.command_tables import (
    faults,
    needs_contract,
    row,
    schema_faults,
    tree_of,
)

LANGUAGES = sorted(languages())
VISIBLE = {action.name: action for action in TABLE.values() if not action.hidden}
GROUPS = {name.split()[0] for name in VISIBLE if " " in name}

TRANSLATED = {
    "interview": "",
    "interview start": "company role rounds stream difficulty questions",
    "interview status": "",
    "interview pause": "",
    "interview resume": "session",
    "interview hint": "",
    "interview skip": "",
    "interview end": "",
    "interview history": "",
    "interview why": "question",
    "interview appeal": "question text",
    "interview retry": "question text predict",
    "usage": "who days",
    "chat": "",
    "chat ask": "message",
    "chat topic": "tag",
    "chat end": "",
    "chat history": "",
    "account": "",
    "account register": "email",
    "account link": "code",
    "account export": "",
    "account delete": "",
    "admin role": "who role",
    "admin audit": "days",
    "answer": "text predict file",
    "profile": "",
    "profile show": "",
    "profile timezone": "tz",
    "roadmap": "",
    "roadmap create": "skill level target priority hours deadline",
    "roadmap show": "skill",
    "roadmap list": "",
    "roadmap done": "resource minutes skill",
    "roadmap log": "minutes skill",
    "roadmap replan": "deadline hours skill",
    "roadmap drop": "skill",
    "roadmap quiz": "stage skill",
    "review": "interview",
    "nudges": "",
    "nudges on": "",
    "nudges off": "",
    "nudges time": "at quiet",
    "nudges snooze": "days",
    "nudges show": "",
    "company": "",
    "company show": "name",
    "company list": "",
    "report": "",
    "report session": "session",
    "report student": "student session",
    "mentor": "",
    "mentor invite": "mentor scope days",
    "mentor accept": "student",
    "mentor revoke": "mentor",
    "mentor list": "",
    "mentor look": "student what",
    "mentor withhold": "question",
    "mentor comment": "student answer text session",
    "mentor override": "student answer row met text session",
    "mentor assign": "student what due rounds company skill stage",
    "mentor assignments": "",
    "mentor digest": "switch",
    "help": "command",
}


def options_of(command: str) -> set[str]:
    action = VISIBLE.get(command)
    if action is None:
        return set()
    return {o.name for o in action.options if not o.internal} | ({FILE} if action.takes_file else set())


async def translated(*rows: Action) -> dict[str, dict[str, Any]]:
    """What is sent of each top-level command, all languages included."""
    tree = tree_of(rows or list(TABLE.values()))
    translator = TableTranslator()
    return {c.name: await c.get_translated_payload(tree, translator) for c in tree.get_commands()}


def as_read_in(language: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The payload with that language's words in place of the English ones, all the way down."""
    told = {key: (sent.get(f"{key}_localizations") or {}).get(language) for key in ("name", "description")}
    below = [as_read_in(language, option) for option in sent.get("options", [])]
    return {**sent, **{key: text for key, text in told.items() if text}, "options": below}


def test_the_languages_are_ones_discord_has() -> None:
    assert {"de", "es-ES", "fr", "pt-BR", "hi"} <= set(LANGUAGES)
    assert set(LANGUAGES) <= {locale.value for locale in Locale}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_belongs_to_the_table(language: str) -> None:
    words = catalogue(language)
    assert set(words) <= {*VISIBLE, *GROUPS, SCORE_MENU}
    for command, said in words.items():
        assert set(said.options) <= options_of(command), command


@pytest.mark.parametrize("language", ["de", "es-ES", "fr", "pt-BR", "hi"])
def test_interviews_and_learning_go_on_in_that_language(language: str) -> None:
    for command, options in TRANSLATED.items():
        said = command_words(language, command)
        assert said.name, command
        assert said.about, command
        for option in options.split():
            words = option_words(language, command, option)
            assert words.name, (command, option)
            assert words.about, (command, option)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_discord_takes_every_command_as_read_in_that_language(language: str) -> None:
    read = {name: as_read_in(language, sent) for name, sent in (await translated()).items()}
    for name, sent in read.items():
        assert faults(sent, is_menu=name == SCORE_MENU) == []
    assert len({sent["name"] for sent in read.values()}) == len(read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_spelled_in_one_way(language: str) -> None:
    for command, said in catalogue(language).items():
        for words in (said, *said.options.values()):
            for text in (words.name or "", words.about or ""):
                assert unicodedata.normalize("NFC", text) == text == text.strip(), command


@needs_contract
async def test_the_translated_table_is_as_discord_wants_it() -> None:
    for sent in (await translated()).values():
        assert schema_faults(sent) == []


async def test_a_command_in_all_its_languages_is_not_too_heavy() -> None:
    for sent in (await translated()).values():
        assert weight(sent) <= LONGEST_COMMAND


async def test_commands_groups_options_and_the_menu_are_sent_in_german() -> None:
    sent = await translated()
    interview = sent["interview"]
    start = next(o for o in interview["options"] if o["name"] == "start")
    company = next(o for o in start["options"] if o["name"] == "company")
    file = next(o for o in sent["answer"]["options"] if o["name"] == FILE)
    assert interview["description_localizations"]["de"].startswith("Probeinterviews")
    assert start["name_localizations"]["de"] == "starten"
    assert start["description_localizations"]["de"] == "ein Probeinterview starten"
    assert company["name_localizations"]["de"] == "firma"
    assert company["description_localizations"]["de"].startswith("für welche Firma")
    assert file["name_localizations"]["de"] == "datei"
    assert sent[SCORE_MENU]["name_localizations"]["de"] == "Antwort bewerten"


async def test_what_nobody_translated_stays_english() -> None:
    sent = (await translated(row("juggle", Option("balls", "how many"))))["juggle"]
    assert not sent["name_localizations"]
    assert not sent["description_localizations"]
    assert "name_localizations" not in sent["options"][0]


def test_another_language_has_no_words_and_no_file_is_sought_elsewhere() -> None:
    assert catalogue("it") == {}
    assert catalogue("../locales/de") == {}
    assert option_words("it", "answer", "text").name is None
