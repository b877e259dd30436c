"""Grades without a model: gates, rubric rows with their evidence, and arithmetic. Pure and deterministic."""
