"""HTML from values; knows nothing of MkDocs."""
