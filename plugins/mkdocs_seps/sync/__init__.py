"""Take a snapshot of proposals in pull requests."""
