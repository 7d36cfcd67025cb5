"""Where the text of proposals comes from."""
