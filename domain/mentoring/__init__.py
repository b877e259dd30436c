"""Mentors: who sees what of whose work, for how long, and that every look is known to the student."""
