"""From pull requests to a snapshot."""
