"""Grading, judged by what it does to realistic answers."""
