"""The plugin is added to an existing mkdocs.yml, and no other byte changes."""

import pytest

from mkdocs_seps.config.insertion import with_plugin

OPTIONS = {"repository": "me/mine"}
CASES = {
    "no plugins": (
        "site_name: X  # mine\n",
        "site_name: X  # mine\n\nplugins:\n  - search\n  - seps:\n      repository: me/mine\n",
    ),
    "no line end": (
        "site_name: X",
        "site_name: X\n\nplugins:\n  - search\n  - seps:\n      repository: me/mine\n",
    ),
    "an empty file": ("", "plugins:\n  - search\n  - seps:\n      repository: me/mine\n"),
    "a list": (
        "plugins:\n  - search\n  - tags:   # tags\n      tags: true # all\n\n# end\nsite_name: X\n",
        (
            "plugins:\n  - search\n  - tags:   # tags\n      tags: true # all\n  - seps:\n"
            "      repository: me/mine\n\n# end\nsite_name: X\n"
        ),
    ),
    "a list without indentation": (
        "plugins:\n- search\nsite_name: X\n",
        "plugins:\n- search\n- seps:\n    repository: me/mine\nsite_name: X\n",
    ),
    "a list that ends with a block of text": (
        "plugins:\n  - x:\n      text: |\n        a\n        b\nsite_name: X\n",
        (
            "plugins:\n  - x:\n      text: |\n        a\n        b\n  - seps:\n"
            "      repository: me/mine\nsite_name: X\n"
        ),
    ),
    "a list within brackets": (
        "plugins: [search, tags] # both\n",
        "plugins: [search, tags, seps: {repository: me/mine}] # both\n",
    ),
    "an empty list": ("plugins: []\n", "plugins: [seps: {repository: me/mine}]\n"),
    "a mapping": (
        "plugins:\n  search: {}\n  tags:\n    tags: true\nsite_name: X\n",
        (
            "plugins:\n  search: {}\n  tags:\n    tags: true\n  seps:\n    repository: me/mine\n"
            "site_name: X\n"
        ),
    ),
    "tags of other programs": (
        'a: !ENV [A, "b"]\nb: !!python/name:x.y\nplugins:\n  - search\n',
        (
            'a: !ENV [A, "b"]\nb: !!python/name:x.y\nplugins:\n  - search\n  - seps:\n'
            "      repository: me/mine\n"
        ),
    ),
    "line ends of Windows": (
        "plugins:\r\n  - search\r\nsite_name: X\r\n",
        "plugins:\r\n  - search\r\n  - seps:\r\n      repository: me/mine\r\nsite_name: X\r\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=[*CASES])
def test_the_entry_is_all_that_is_added(before: str, after: str) -> None:
    assert with_plugin(before, OPTIONS) == after
    assert with_plugin(after, OPTIONS) == after


def test_without_options_the_name_is_enough() -> None:
    assert with_plugin("plugins:\n  - search\n", {}) == "plugins:\n  - search\n  - seps\n"
    assert with_plugin("plugins: [search]\n", {}) == "plugins: [search, seps]\n"
    assert with_plugin("plugins:\n  search: {}\n", {}) == "plugins:\n  search: {}\n  seps: {}\n"


@pytest.mark.parametrize(
    "text",
    [
        "plugins: !ENV [PLUGINS, []]\n",
        "plugins: {search: {}}\n",
        "- a\n- b\n",
        "a: [\n",
        "plugins: search\n",
        "x: &x\n  - search\nplugins: *x\n",
    ],
)
def test_what_cannot_be_edited_is_left_to_a_person(text: str) -> None:
    assert with_plugin(text, OPTIONS) is None
