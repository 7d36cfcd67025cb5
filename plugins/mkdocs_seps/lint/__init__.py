"""What is checked, and how findings are reported."""
