"""Machine-readable outputs: JSON, feeds, plain Markdown, BibTeX, and exports of whole sites.

This package does not depend on MkDocs or the current date. Its input is a `Publication`.
"""
