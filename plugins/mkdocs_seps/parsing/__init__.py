"""From a file's text to a proposal."""
