"""The coach: conversations as they are kept, what it knows, how it answers, and what it keeps to itself."""
