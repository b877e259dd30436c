"""The doctor's look at the models: whether they are there, and whether the one that is asked answers."""

import os
import time

from adapters.sentences import open_sense
from bot.config import Settings
from bot.finding import Finding
from bot.models import API_KEY, BASE_URL, open_model
from domain.errors import ModelFailed
from domain.model.completion import Prompt

TRIAL = Prompt(
    purpose="grade",
    instructions="Return JSON that says whether you can read this.",
    material="Hello.",
    name="trial",
    schema_={
        "type": "object",
        "properties": {"readable": {"type": "boolean"}},
        "required": ["readable"],
        "additionalProperties": False,
    },
)
ADVICE = {
    "denied": f"{API_KEY} is refused; make a new key at your provider",
    "wrong": "the model's name in config.toml's [model] section, or OPENAI_BASE_URL, is not one it knows",
    "absent": f"{BASE_URL} is no address such as http://127.0.0.1:8080/v1",
    "down": "look whether it runs, and whether this machine may reach it",
    "slow": "it took longer than timeout_seconds in config.toml's [model] section",
    "busy": "its quota is used up, or it is overrun",
}
UNUSABLE = "what it returned could not be used"


async def examine_model(settings: Settings) -> Finding:
    """Asks the model one small question, which shows key, address, name and format at once."""
    name, prices = settings.model.name, settings.model.prices
    async with open_model(settings, os.environ) as model:
        if model is None:
            says = f"neither {API_KEY} nor {BASE_URL} is set, so answers are graded by rules alone"
            return Finding("language model", False, says, required=False)
        begun = time.monotonic()
        try:
            await model.complete(TRIAL)
        except ModelFailed as error:
            says = f"{name}: {error}; {ADVICE.get(error.failure.why, UNUSABLE)}"
            return Finding("language model", False, says)
        seconds = time.monotonic() - begun
    unpriced = "" if name in prices else "; no price is set, so its budget counts calls alone"
    return Finding("language model", True, f"{name} answers, in {seconds:.1f} s{unpriced}")


async def examine_sense(settings: Settings) -> Finding:
    """Whether likeness of meaning can be told."""
    if open_sense() is None:
        says = "the extra `semantic` is not installed; good answers in unforeseen words score lower without"
        return Finding("sentence model", False, says, required=False)
    return Finding("sentence model", True, "word vectors are installed", required=False)
