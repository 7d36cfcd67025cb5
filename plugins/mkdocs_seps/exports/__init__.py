"""Machine-readable output: JSON, a feed, plain Markdown, BibTeX, and a whole export.

This package does not depend on MkDocs or the current date. Its input is a `Publication`.
"""
