"""Servers for editors and assistants, on standard input and output."""
