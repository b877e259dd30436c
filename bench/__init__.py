"""make bench: what it costs, beside the bare libraries, in one run."""
