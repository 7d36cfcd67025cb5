"""The values that everything else is about; no input or output."""
