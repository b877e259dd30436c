"""Mock rounds that a group holds in a thread: races and panels."""
