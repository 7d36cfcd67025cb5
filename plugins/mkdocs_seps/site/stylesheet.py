"""The one stylesheet of the plugin: the palette from the vocabulary, then the rules."""

from importlib.resources import files
from typing import Final

from mkdocs_seps.site.templating import render
from mkdocs_seps.vocabulary import STATUSES

PATH: Final = "assets/seps.css"


def stylesheet() -> str:
    """The CSS of badges and pages, both colour schemes."""
    assets = files("mkdocs_seps.site") / "assets"
    rules = sorted(
        (asset for asset in assets.iterdir() if asset.name.endswith(".css")),
        key=lambda asset: asset.name,
    )
    texts = [asset.read_text(encoding="utf-8") for asset in rules]
    return "\n".join([render("palette.css", statuses=STATUSES), *texts])
