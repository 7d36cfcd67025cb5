"""The Jinja environment of the plugin's own HTML: all is escaped unless it says otherwise."""

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from mkdocs_seps.model.process import UNRECOGNIZED
from mkdocs_seps.views.strings import plural, say, strings

# A longer status that the process does not have is no badge: the word for it is, and what was
# written stands below.
LONG_STATUS: Final = 16


@cache
def environment() -> Environment:
    """The environment that holds this package's templates."""
    env = Environment(
        loader=PackageLoader("mkdocs_seps.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "UNRECOGNIZED": UNRECOGNIZED,
        "LONG_STATUS": LONG_STATUS,
        "say": say,
        "plural": plural,
        "text": strings(),
    }
    return env


def render(template: str, **values: object) -> str:
    """Fill a template by its file name."""
    return environment().get_template(template).render(**values)
