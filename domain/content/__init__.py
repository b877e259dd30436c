"""The project's own questions, companies and roadmaps: TOML files beside this one, one file a topic."""
