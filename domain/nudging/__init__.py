"""Reminders: when there is something to say, what it is, and that it is said exactly once."""
