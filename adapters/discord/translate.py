"""Gives Discord the commands' names and descriptions in the languages there are words for."""

from typing import Any

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation

from domain.locales.load import NONE, Words, command_words, option_words

NAMES = (
    TranslationContextLocation.command_name,
    TranslationContextLocation.group_name,
    TranslationContextLocation.parameter_name,
)


class TableTranslator(app_commands.Translator):
    """Looks words up by a command's place in the table, not by its English text, which may be reworded.

    Asked when commands are published, never by a running bot. Discord shows es-ES to es-419 by itself.
    """

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None where the language or the word is missing: Discord then shows English."""
        words = _words(locale.value, context.data)
        return words.name if context.location in NAMES else words.about


def _words(language: str, what: Any) -> Words:
    match what:
        case app_commands.Parameter():
            return option_words(language, what.command.qualified_name, what.name)
        case app_commands.Command() | app_commands.Group() | app_commands.ContextMenu():
            return command_words(language, what.qualified_name)
    return NONE
