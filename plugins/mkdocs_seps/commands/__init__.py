"""The commands of `seps`, one module each."""
