"""How commands say that they cannot go on."""

import click


class ConfigurationError(click.ClickException):
    """A configuration that cannot be used."""

    exit_code = 2
