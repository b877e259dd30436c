"""What chat platforms have in common: acknowledging, pacing, notices. They know no platform."""
