"""The values that everything else works with; no input or output."""
