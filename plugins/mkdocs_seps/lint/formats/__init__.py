"""How findings are printed: for people, for programs, and for GitHub."""
