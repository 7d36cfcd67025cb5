"""The cache between builds, kept outside every checkout."""
