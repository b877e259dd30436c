"""Language models behind any server that speaks OpenAI's Chat Completions; the only home of its SDK."""

from adapters.llm.model import OpenAIModel

__all__ = ["OpenAIModel"]
