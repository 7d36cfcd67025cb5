"""The scripts of the pages agree with each other."""

import json
import re
from pathlib import Path

import mkdocs_seps

PACKAGE = Path(mkdocs_seps.__file__).parent


def test_an_index_that_opens_with_any_filter_is_first_painted_filtered() -> None:
    script = (PACKAGE / "views/assets/seps.js").read_text()
    early = (PACKAGE / "mkdocs_plugin/theme/partials/javascripts/sep-early.js").read_text()
    keys, names = re.search(r"KEYS = (\[.*\]);", script), re.search(r"\[\?&\]\((.*?)\)=", early)
    assert keys
    assert names
    assert set(names[1].split("|")) == set(json.loads(keys[1]))
