"""What chat platforms have in common: cards, cut texts, pacing, notices. They know no platform."""
