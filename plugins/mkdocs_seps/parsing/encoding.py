"""Decode bytes to text, without ever failing."""

import codecs
from typing import Final

from mkdocs_seps.markdown.escape import encodable
from mkdocs_seps.model.findings import ParseIssue

_WIDE: Final = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def decode(data: bytes) -> tuple[str, tuple[ParseIssue, ...]]:
    """Decode UTF-8. Line endings become LF; invalid bytes become U+FFFD and are reported.

    A byte order mark is dropped; a file with one for UTF-16 or UTF-32 is decoded accordingly and
    reported. NUL becomes U+FFFD, as CommonMark requires.
    """
    for mark, name in _WIDE.items():
        if data.startswith(mark):
            text = data.decode(name, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
            problem = ParseIssue(1, 1, "encoding", f"This is {name}.", "Save it as UTF-8.")
            return encodable(text).replace("\0", "\ufffd"), (problem,)
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    problems = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace")
        problems.append(_problem(data, error.start, "is not UTF-8", "Save the file as UTF-8."))
    if "\0" in text:
        at = data.index(b"\0")
        problems.append(_problem(data, at, "is a NUL character", "Remove it."))
        text = text.replace("\0", "\ufffd")
    return text, tuple(problems)


def _problem(data: bytes, at: int, what: str, advice: str) -> ParseIssue:
    line = data.count(b"\n", 0, at) + 1
    before = data[data.rfind(b"\n", 0, at) + 1 : at].decode("utf-8", errors="replace")
    message = f"The byte 0x{data[at]:02x} here {what}; it is shown as \ufffd."
    return ParseIssue(line, len(before) + 1, "encoding", message, advice)
