"""HTML from values, independent of MkDocs."""
