"""GitHub's Markdown: parsed once, for its structure and for pages."""
