"""The people of all proposals."""

from mkdocs_seps.pipeline.people import name_slug


def test_a_very_long_name_has_a_slug_that_a_file_can_have() -> None:
    """It stopped the build: the folder of the author's page had the whole name."""
    one, other = name_slug("Ana " * 900 + "Li"), name_slug("Ana " * 900 + "Lu")
    assert one != other
    assert one.startswith("ana-ana-ana-")
    for slug in (one, other, name_slug("宣" * 900)):
        assert len(slug.encode()) < 120
