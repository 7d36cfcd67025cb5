"""The one way to write a person's files."""
