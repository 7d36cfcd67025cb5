"""`python -m mkdocs_seps` is `seps`."""

from mkdocs_seps.cli import main

main(prog_name="seps")
