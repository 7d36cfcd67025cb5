"""The rules, how they run, and how findings are formatted."""
