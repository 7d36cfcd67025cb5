"""GitHub's Markdown inside Python-Markdown; usable without the rest of the package."""
