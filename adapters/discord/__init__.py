"""Discord: the actions as slash commands, buttons, forms and messages, and replies as its components."""
