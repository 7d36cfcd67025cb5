"""The words of the vocabulary as options take them."""

from collections.abc import Iterable

import click


class Word(click.Choice[str]):
    """One of some names, as in a file or as in an address: `In-Review`, `standards-track`."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(tuple(names), case_sensitive=False)

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """The form in which names are compared."""
        return super().normalize_choice(str(choice), ctx).replace("-", " ")
