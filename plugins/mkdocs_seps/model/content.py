"""What identifies the content of a proposal in git."""


def blobs_of(content: str) -> tuple[str, ...]:
    """The ids of the files that a content consists of: the text, and its metadata file if any.

    The content of a file is identified by its git id, and that of a folder by the ids of both
    files, joined by `-`.
    """
    return tuple(content.split("-"))
