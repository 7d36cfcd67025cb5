"""Which links follow a file to its new name, and which stay."""

from pathlib import Path

import pytest

from mkdocs_seps.workflow.relink import Move, reconfigured, relinked

pytestmark = pytest.mark.slow

ROOT = Path("/site")
MOVE = Move(
    ROOT / "seps/0000-batch.md",
    ROOT / "seps/1850-batch.md",
    ROOT / "docs",
    ROOT / "docs/community/seps",
    "owner/name",
)
GITHUB = "https://github.com/owner/name"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def after(text: str, file: str = "seps/1300-streams.md") -> tuple[str, tuple[int, ...]]:
    data, left = relinked(text.encode(), ROOT / file, MOVE)
    return data.decode(), left


@pytest.mark.parametrize(
    "text",
    [
        "[x](0000-batch.md)",
        "[x](./0000-batch.md#abstract)",
        '[x](<0000-batch.md> "0000-bat")',
        "![x](../seps/0000-batch.md)",
        "[x]: <0000-batch.md>\n\n[x]",
        "<a href='0000-batch.md'>x</a>",
        "[x](/community/seps/0000-batch/)",
        "[x](/seps/0000-batch.md)",
        f"[x]({GITHUB}/blob/main/seps/0000-batch.md#L3)",
        "[x](https://github.com/Owner/Name/edit/topic/seps/0000-batch.md?plain=1)",
        f"<{GITHUB}/raw/main/packages/seps/0000-batch.md>",
        f"See {GITHUB}/blob/main/seps/0000-batch.md, and so on.",
        "[x](https://raw.githubusercontent.com/owner/name/main/seps/0000-batch.md)",
        "- **Requires**: [x](0000-batch.md)",
    ],
)
def test_what_leads_to_the_file_follows_it(text: str) -> None:
    assert after(text) == (text.replace("0000-batch", "1850-batch"), ())


@pytest.mark.parametrize(
    "text",
    [
        "`[x](0000-batch.md)`",
        "`` [x](0000-batch.md) ``",
        "```\n[x](0000-batch.md)\n```",
        "    [x](0000-batch.md)",
        "<!-- [x](0000-batch.md) -->",
        "The file 0000-batch.md itself",
        "[x](0000-batch.png)",
        "[x](0000-batch-too.md)",
        "[x](old/0000-batch.md)",
        "[x](/old/seps/0000-batch.md)",
        f"[as a commit has it]({GITHUB}/blob/{COMMIT}/seps/0000-batch.md)",
        f"[elsewhere in it]({GITHUB}/blob/main/old/0000-batch.md)",
        "[of somebody else](https://github.com/other/name/blob/main/seps/0000-batch.md)",
        "[of another site](https://example.org/seps/0000-batch.md)",
    ],
)
def test_what_leads_elsewhere_or_nowhere_stays(text: str) -> None:
    assert after(text) == (text, ())


def test_a_link_in_code_between_links_with_one_target() -> None:
    text = "<a href='{0}.md'>a</a>, [b](<{0}.md>), `[c](0000-batch.md)`, [d]({0}.md)"
    assert after(text.format("0000-batch")) == (text.format("1850-batch"), ())


def test_a_branch_that_is_called_like_the_file_keeps_its_name() -> None:
    assert after(f"[x]({GITHUB}/tree/0000-batch/seps/0000-batch.md#0000-batch)") == (
        f"[x]({GITHUB}/tree/0000-batch/seps/1850-batch.md#0000-batch)",
        (),
    )


def test_a_link_in_a_rare_form_is_told() -> None:
    text = "One.\n\n[x](\n0000-batch.md)"
    assert after(text) == (text, (3,))


def test_a_page_of_the_site() -> None:
    text = "[file](../seps/0000-batch.md)\r\n[page](community/seps/0000-batch.md)\r\n"
    assert after(text, "docs/index.md") == (text.replace("0000", "1850"), ())


BEFORE = """\
site_name: Test  # of 0000-batch.md
nav:
  - community/seps/0000-batch.md
  - 'First': "community/seps/0000-batch.md#abstract"
  - On GitHub: https://github.com/owner/name/blob/main/seps/0000-batch.md
plugins:
  - seps:
      exempt: [{rule: slug, seps: [0000-batch.md, '0000-batch', 0000-batch-too.md], reason: x}]
  - redirects:
      redirect_maps:
        old.md: community/seps/0000-batch.md
        community/seps/0000-batch.md: community/seps/index.md
"""
AFTER = """\
site_name: Test  # of 0000-batch.md
nav:
  - community/seps/1850-batch.md
  - 'First': "community/seps/1850-batch.md#abstract"
  - On GitHub: https://github.com/owner/name/blob/main/seps/1850-batch.md
plugins:
  - seps:
      exempt: [{rule: slug, seps: [1850-batch.md, '1850-batch', 0000-batch-too.md], reason: x}]
  - redirects:
      redirect_maps:
        old.md: community/seps/1850-batch.md
        community/seps/0000-batch.md: community/seps/index.md
"""


def test_the_configuration_except_for_addresses_that_were() -> None:
    assert reconfigured(BEFORE.encode(), MOVE).decode() == AFTER
