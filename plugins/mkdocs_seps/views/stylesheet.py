"""The plugin's stylesheet and script, and the theme's stylesheet without inline images."""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import unquote

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.views.strings import strings
from mkdocs_seps.views.templating import render

# Next to the theme's own stylesheet, so that images in both have the same URL.
PATH: Final = "assets/stylesheets/seps.css"
SCRIPT: Final = "assets/javascripts/seps.js"

_PICTURE: Final = re.compile(r"""url\((["']?)data:image/svg\+xml(?:;charset=utf-8)?,(.*?)\1\)""")


def stylesheet(processes: Sequence[ProposalProcess]) -> str:
    """The CSS of badges and pages: the palette of the statuses in both schemes, then the rules.

    If several processes have a status with the same name, the first one sets its color.
    """
    statuses = {one.slug: one for process in reversed(processes) for one in process.statuses}
    shown = [one for process in processes for one in process.statuses if statuses[one.slug] is one]
    return "\n".join([render(processes[0], "palette.css", statuses=shown), *_assets(".css")])


def script(processes: Sequence[ProposalProcess]) -> str:
    """The plugin's script for every page.

    Its names are local, because pages have other scripts. Its strings are for the first process.
    """
    words = {name: str(text) for name, text in strings(processes[0])["script"].items()}
    text = f"const TEXT = {json.dumps(words)};"
    # Text that people type before a number.
    names = "|".join(dict.fromkeys(re.escape(one.name.lower()) for one in processes))
    assets = (asset.replace("@NAME@", names) for asset in _assets(".js"))
    return "\n".join(('"use strict";', "{", text, *assets, "}", ""))


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
