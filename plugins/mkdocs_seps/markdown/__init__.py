"""GitHub's Markdown: parsed once, both for its structure and for pages."""
