"""GitHub's Markdown: read once for what it says, and rendered for pages."""
