"""Text of the template that was left in."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2s
from typing import Final

from mkdocs_seps.rules.rule import ERROR, WARNING, Hit, Rule, Subject

# Sentences of the templates that were in use, as `fingerprint` has them: recognised, not copied.
_KNOWN: Final = frozenset(
    re.findall(
        r"\w+",
        """
    07e4823509 0de73caaaf 0f0bdd0549 1a5f683d9a 28e28de386 2971e98bd5 2dd77503a8 32b2f768dc
    35646a52ef 37f381716f 3a83658df0 3b93ba9ed9 3c9c2e5373 40fd3824ab 41ccc13829 4505ec8a0c
    4679e5395b 49a379339c 4c9a477d0a 504a46acd2 57a35f4cd3 5a97a1a44a 5c0fcafad4 61208588a4
    63b7ae155b 655fc96801 6588d00465 6e85fe9bef 847a4fd509 86d29ebdb1 88e7d83452 8dfc9ecaed
    8fec3f534b 9434dc3ef1 9c4175079f a259d1a7d9 a2b2ac094a a3765ca273 b0f28402d2 b1327b3c90
    b435de9ede b4fa29f35c b7a20f580a c3f3a46d99 cb113a2bb3 cf1934deef d2a66d9dca e50cda37b8
    ec2873ae93 ececac6ba2
    """,
    )
)
_FEWEST_WORDS: Final = 5
_SENTENCE: Final = re.compile(r"[.!?:](?=\s|$|[*_)])|\n")
_WORD: Final = re.compile(r"[a-z0-9]+")
_BRACES: Final = re.compile(r"\{(?!NUMBER\})[^{}\n]{1,40}\}")
_PERSON: Final = re.compile(
    r"@(?:github-?)?(?:user-?name|user|handle)\b|\[?\byour (?:name|handle|github)\b"
    r"|\bname <e-?mail>|\bauthor name\b|\bgithub[- ]username\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[Yy]{4}-[Mm]{2}-[Dd]{2}")


def is_template_person(text: str) -> bool:
    """Whether Author(s) or Sponsor still says what the template says."""
    return _PERSON.search(text) is not None


def fingerprint(sentence: str) -> str:
    """A sentence without its letters' case and marks, as a short digest; empty for a short one."""
    words = _WORD.findall(sentence.lower())
    if len(words) < _FEWEST_WORDS:
        return ""
    return blake2s(" ".join(words).encode(), digest_size=5).hexdigest()


@lru_cache(maxsize=4)
def _of_template(text: str) -> frozenset[str]:
    return frozenset(print_ for part in _SENTENCE.split(text) if (print_ := fingerprint(part)))


def _fields(subject: Subject) -> Iterator[Hit]:
    sep = subject.sep
    if sep.titled and (found := _BRACES.search(sep.title)):
        message = f"The title still has the template's `{found[0]}`."
        yield Hit(sep.title_line, 1, message, "Write the proposal's title.")
    for field in sep.fields:
        value = field.value
        if field.name in ("Author(s)", "Sponsor") and is_template_person(value):
            message = f"{field.name} is still the template's text."
            mend = "Name a person, `Name (@github-handle)`" + (
                "." if field.name == "Author(s)" else ", or write `None`."
            )
        elif field.name in ("Created", "Accepted") and _DATE.fullmatch(value.strip("`* ")):
            message = f"{field.name} is still the template's `{value}`."
            mend = "Write the day, for example `2026-01-31`."
        elif field.name not in ("PR", "Issue", "Status", "Type") and (
            found := _BRACES.search(value)
        ):
            if "`" in value:
                continue
            message = f"{field.name} still has the template's `{found[0]}`."
            mend = "Write the value, or remove the line if it is optional."
        else:
            continue
        yield Hit(field.line, field.column, message, mend)


def _template_text(subject: Subject) -> Iterator[Hit]:
    yield from _fields(subject)
    known = _KNOWN | _of_template(subject.context.template)
    lines = subject.sep.body.split("\n")
    code = subject.anatomy.prose
    for number, line in enumerate(lines, 1):
        if not code[number - 1].strip() or line.startswith("#"):
            continue
        if any(fingerprint(part) in known for part in _SENTENCE.split(line) if part.strip()):
            start = len(line) - len(line.lstrip())
            yield Hit(
                number,
                start + 1,
                "This is the template's guidance, not the proposal's text.",
                "Replace it with what it asks for, or remove it.",
            )


TEMPLATE_TEXT = Rule(
    code="SEP401",
    name="template-text",
    summary="Nothing of the template is left",
    severity=WARNING,
    by_status={"In-Review": ERROR},
    why=(
        "Placeholders and guidance tell authors what to write; in a proposal they look as if it "
        "were unfinished, and often it is."
    ),
    bad="- **Created**: YYYY-MM-DD",
    good="- **Created**: 2026-01-31",
    check=_template_text,
    alone=False,
)

RULES = (TEMPLATE_TEXT,)
