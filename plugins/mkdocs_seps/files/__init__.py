"""Atomic writes of users' files."""
