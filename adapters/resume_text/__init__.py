"""Text out of a resume's file; a child process imports what parses, so this imports nothing."""
