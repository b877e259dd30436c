"""Tests of what ships as content, graded as students would be."""
