"""What the site gives to machines: JSON, a feed, plain Markdown, BibTeX, and a whole export.

Nothing here knows MkDocs. Everything is made of a `Publication`, and nothing looks at a clock.
"""
