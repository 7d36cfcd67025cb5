"""Proposals in pull requests, and the history of all proposals."""
