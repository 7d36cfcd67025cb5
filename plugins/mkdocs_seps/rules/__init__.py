"""What is checked, one rule and one code each."""
