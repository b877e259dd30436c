"""What commands are called in other languages: one TOML file a language, a table a command."""
