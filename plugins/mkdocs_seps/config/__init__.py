"""The plugin's block in mkdocs.yml: found, read, and validated."""
