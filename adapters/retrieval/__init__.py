"""Finds passages by their words, with SQLite's full-text index in memory."""

from adapters.retrieval.fts import FtsRetrieval

__all__ = ["FtsRetrieval"]
