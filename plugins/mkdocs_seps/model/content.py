"""What identifies the content of a proposal in git."""


def blobs_of(content: str) -> tuple[str, ...]:
    """The ids of the files that a content consists of: the text, and its metadata file if any.

    A content is the id of a proposal's file, or for a folder those of both files, with `-` between.
    """
    return tuple(content.split("-"))
