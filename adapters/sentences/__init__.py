"""Likeness of meaning by two models that come inside wheels: the optional extra `semantic`."""

from adapters.sentences.sense import open_sense

__all__ = ["open_sense"]
