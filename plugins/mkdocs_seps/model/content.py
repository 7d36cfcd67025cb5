"""How git's ids identify the content of a proposal."""


def blobs_of(content: str) -> tuple[str, ...]:
    """The git ids of a proposal's files: the text, and its metadata file if any.

    A proposal in one file is identified by the file's id, and a folder proposal by the ids of both
    files, joined by `-`.
    """
    return tuple(content.split("-"))
