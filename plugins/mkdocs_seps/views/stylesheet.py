"""The plugin's one stylesheet and one script, and the theme's stylesheet without its pictures."""

import json
import re
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import unquote

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.views.strings import strings
from mkdocs_seps.views.templating import render

# Beside the theme's own stylesheet, so that pictures named in either have one address.
PATH: Final = "assets/stylesheets/seps.css"
SCRIPT: Final = "assets/javascripts/seps.js"

_PICTURE: Final = re.compile(r"""url\((["']?)data:image/svg\+xml(?:;charset=utf-8)?,(.*?)\1\)""")


def stylesheet(process: ProposalProcess) -> str:
    """The CSS of badges and pages: the vocabulary's palette in both schemes, then the rules."""
    return "\n".join([render(process, "palette.css", statuses=process.statuses), *_assets(".css")])


def script(process: ProposalProcess) -> str:
    """The script for filters, copying, and previews of references.

    Its names are its own: pages hold other scripts.
    """
    words = {name: str(text) for name, text in strings(process)["script"].items()}
    text = f"const TEXT = {json.dumps(words)};"
    return "\n".join(('"use strict";', "{", text, *_assets(".js"), "}", ""))


def without_data(text: str, pictures: dict[str, str]) -> str:
    """A stylesheet with its inline SVG images as separate files, added to `pictures`."""

    def publish(found: re.Match[str]) -> str:
        picture = unquote(found[2])
        name = f"{sha256(picture.encode()).hexdigest()[:8]}.svg"
        pictures[name] = picture
        return f"url({name})"

    return _PICTURE.sub(publish, text)


def _assets(ending: str) -> list[str]:
    folder = files("mkdocs_seps.views") / "assets"
    found = sorted(
        (asset for asset in folder.iterdir() if asset.name.endswith(ending)),
        key=lambda asset: asset.name,
    )
    return [asset.read_text(encoding="utf-8") for asset in found]
