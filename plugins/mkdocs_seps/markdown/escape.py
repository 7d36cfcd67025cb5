"""Escaping for output formats; characters that a format cannot represent are replaced."""

import json
import re
from collections.abc import Mapping
from typing import Final

# XML 1.0, section 2.2: a document cannot contain these, even escaped.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|~#&])")
# Text that GitHub would turn into a link.
_AUTOLINK: Final = re.compile(r"(https?:|www\.|@)", re.IGNORECASE)
# Characters that YAML 1.2, section 5.1, excludes, and line ends that it folds in quoted strings.
_NO_YAML: Final = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
# Characters that control a terminal or reverse the reading direction.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def encodable(text: str) -> str:
    """The text without lone surrogates, which YAML can express and UTF-8 cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def xml_text(text: str) -> str:
    """The text without characters that XML cannot contain; templates do the escaping."""
    return _NO_XML.sub("\ufffd", encodable(text))


def one_line(text: str) -> str:
    """The text with every run of whitespace, including line breaks, replaced by one space."""
    return " ".join(text.split())


def markdown_text(text: str) -> str:
    """Plain text as inline Markdown that shows it unchanged, even in a table."""
    escaped = _MARKDOWN.sub(r"\\\1", one_line(encodable(text)))
    if escaped.count("$") > 1:
        escaped = escaped.replace("$", r"\$")  # two of them could enclose a formula
    return _AUTOLINK.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", escaped)


def printable(text: str) -> str:
    """The text without characters that control a terminal or reverse the reading direction."""
    return _CONTROL.sub("\ufffd", text)


def yaml_block(values: Mapping[str, object]) -> str:
    """Front matter with these values."""
    lines = [f"{key}: {yaml_value(value)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""])


def yaml_value(value: object) -> str:
    """A value on one line, written as JSON, which YAML reads the same way."""
    text = encodable(json.dumps(value, ensure_ascii=False))
    return _NO_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
