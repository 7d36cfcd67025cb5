"""GitHub's Markdown inside Python-Markdown."""
