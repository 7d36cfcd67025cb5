"""The content of a proposal's files, as the text to parse."""

from collections.abc import Sequence

from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.encoding import decode


def source_of(
    data: Sequence[bytes], name: str = "x.md", paths: Sequence[str] = (), files: Sequence[str] = ()
) -> Source:
    """Decode the bytes of a text, and of its metadata file if there is one.

    `paths` are the paths in messages, `files` the paths on disk.
    """
    text, *fields = (
        Source(path, name, decoded, file, problems)
        for part, path, file in zip(
            data, paths or [""] * len(data), files or [""] * len(data), strict=False
        )
        for decoded, problems in [decode(part)]
    )
    return text.with_fields(fields[0]) if fields else text
