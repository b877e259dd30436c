"""Slack: the actions as slash commands, buttons, modals and messages, and replies as Block Kit."""
