"""The data types that all other packages use. Nothing here reads or writes files."""
