"""Git, read through one hardened runner."""
