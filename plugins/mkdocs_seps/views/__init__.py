"""The HTML of pages and lists, independent of MkDocs."""
