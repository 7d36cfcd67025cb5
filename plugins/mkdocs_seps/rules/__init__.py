"""What is checked, one rule and one code each."""

from mkdocs_seps.rules.check import check

__all__ = ["check"]
