"""The Jinja environment of the plugin's own HTML: all is escaped unless it says otherwise."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from mkdocs_seps.model.process import UNRECOGNIZED


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
    env.globals["UNRECOGNIZED"] = UNRECOGNIZED
    return env


def render(template: str, **values: object) -> str:
    """Fill a template by its file name."""
    return environment().get_template(template).render(**values)
