"""Read the files of a project."""
