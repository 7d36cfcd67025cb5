"""GitHub's Markdown: read once, and rendered inside Python-Markdown."""
