"""Servers for editors and assistants, which speak on standard input and output."""
