"""Mermaid diagrams, drawn while the site is built."""
