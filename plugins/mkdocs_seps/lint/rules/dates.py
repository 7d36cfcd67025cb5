"""Rules about dates: ISO 8601, existing dates, and a plausible order."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from mkdocs_seps.lint.rule import ERROR, INFO, WARNING, LintContext, Rule, Violation
from mkdocs_seps.model.fields import DATES, FieldKind, FieldRole
from mkdocs_seps.model.proposal import Field, Sep
from mkdocs_seps.model.timeline import add_days
from mkdocs_seps.parsing.proposal import FIRST_YEAR, read_date

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_PLACEHOLDER: Final = re.compile(r"[YMDTX{}\[\]<>-]+|tb[dca]", re.IGNORECASE)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDS: Final = re.compile(
    r"(?:([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3,9})\.?)"
    r",?\s+(\d{4})"
)


def is_placeholder(text: str) -> bool:
    """Whether a date is still to be filled in: `YYYY-MM-DD`, `TBD`."""
    has_digit = any(map(str.isdecimal, text))
    return not has_digit and _PLACEHOLDER.fullmatch(text.strip()) is not None


def meant_date(text: str) -> date | None:
    """The date that this text stands for, in any form; None if it is ambiguous or not a date."""
    days = meant_dates(text)
    return days[0] if len(days) == 1 else None


def meant_dates(text: str) -> tuple[date, ...]:
    """Every date that this text can stand for, in any form, earliest first."""
    text = text.strip().strip("*_` ")
    days: set[date | None] = set()
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        days = {_day(int(found[1]), int(found[2]), int(found[3]))}
    elif found := _WORDS.fullmatch(text):
        word = (found[1] or found[4]).lower()
        months = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)]
        if months:
            days = {_day(int(found[5]), months[0], int(found[2] or found[3]))}
    elif found := _SLASHED.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        days = {_day(year, first, second), _day(year, second, first)}
    return tuple(sorted(day for day in days if day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dates(subject: LintContext) -> Iterator[Field]:
    """The fields whose values are dates, each once: those with a role first."""
    sep = subject.sep
    yield from filter(None, map(sep.field, DATES))
    yield from (field for field in sep.fields if field.kind == FieldKind.DATE and not field.role)


def _form(subject: LintContext) -> Iterator[Violation]:
    for field in _dates(subject):
        name, text = field.name, field.value.strip()
        if not text or (read_date(text) and field.role == FieldRole.ACCEPTED):
            continue  # a note on the vote can follow the date, as in SEP-1850
        if is_placeholder(text):
            continue
        iso = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text)
        meant = () if iso else meant_dates(text)
        if iso and read_date(text) is None:
            yield Violation(
                field.line, field.column, f"{name} is `{iso[0]}`, which is not a valid date.",
                _range(iso[0]),
                ERROR if int(iso[0][:4]) < FIRST_YEAR else None,
            )  # fmt: skip
        elif iso and iso[0] == text:
            continue
        elif iso:
            yield Violation(
                field.line, field.column, f"{name} has text after the date: `{text}`.",
                f"Write `{iso[0]}`, and {_rest(subject, text)}.", INFO,
            )  # fmt: skip
        else:
            yield Violation(
                field.line, field.column, f"{name} is `{text}`, which is not an ISO 8601 date.",
                f"Write `{' or `'.join(f'{day.isoformat()}`' for day in meant)}."
                if meant else "Write the date as year-month-day, for example `2026-01-31`.",
            )  # fmt: skip


def _rest(subject: LintContext, text: str) -> str:
    """What to do with the text after a date."""
    names = re.findall(r"(?<=\s)([A-Z][\w()-]*):\s", text)
    if any(subject.sep.process.field(name) for name in names):
        return "write each field on its own line"
    return "move the rest to the text of the proposal"


def _range(iso: str) -> str:
    """How to fix a date that does not exist."""
    year, month = int(iso[:4]), int(iso[5:7])
    if year < FIRST_YEAR:
        return "Correct the year."
    if not 1 <= month <= 12:
        return "Write the date as year-month-day, with a month from 01 to 12."
    days = monthrange(year, month)[1]
    return f"Write a valid date; {_MONTHS[month - 1].capitalize()} {iso[:4]} has {days} days."


DATE_FORM = Rule(
    code="SEP231",
    name="date-form",
    summary="Dates are valid ISO 8601 dates",
    severity=WARNING,
    cases=((ERROR, "for an impossible year"), (INFO, "for text after the date")),
    why=(
        "`01/02/2026` means different dates in different countries. Year-month-day is unambiguous "
        "and can be sorted (SEP-1850, section 6)."
    ),
    bad="- **Created**: January 31, 2026",
    good="- **Created**: 2026-01-31",
    check=_form,
    fix="Rewrites a date that has only one possible meaning.",
)


def _future(subject: LintContext) -> Iterator[Violation]:
    # In some time zones, it is already tomorrow.
    latest = add_days(subject.project.today, 1)
    for field in _dates(subject):
        day = read_date(field.value)
        if day and day > latest:
            yield Violation(
                field.line,
                field.column,
                f"{field.name} is {day.isoformat()}, which is in the future.",
                "Write the actual date.",
            )


DATE_FUTURE = Rule(
    code="SEP232",
    name="date-future",
    summary="Dates are not in the future",
    severity=WARNING,
    alone=False,
    why="A proposal cannot have been created in the future. Usually the year is wrong.",
    bad="- **Created**: 2062-01-31",
    good="- **Created**: 2026-01-31",
    check=_future,
)


def _backwards(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.ACCEPTED)
    accepted = read_date(field.value) if field else None
    if field and accepted and sep.created and accepted < sep.created:
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is {accepted.isoformat()}, which is before "
            f"{sep.process.field_name(FieldRole.CREATED)}.",
            "Correct one of the two dates.",
        )


ACCEPTED_BEFORE_CREATED = Rule(
    code="SEP233",
    name="accepted-before-created",
    needs=(FieldRole.CREATED, FieldRole.ACCEPTED),
    summary="Accepted is not before Created",
    severity=WARNING,
    why="If it is, one of the two dates is wrong, and both are part of the record.",
    bad="- **Created**: 2026-01-31\n- **Accepted**: 2025-02-28",
    good="- **Created**: 2026-01-31\n- **Accepted**: 2026-02-28",
    check=_backwards,
)


def _neighbors(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.CREATED)
    older = subject.project.older.get(sep.path)
    if field is None or sep.created is None or older is None or older.created is None:
        return
    if sep.created < older.created - timedelta(days=31):
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is {sep.created.isoformat()}, more than a month before {older.name} "
            f"({older.created.isoformat()}), which has a lower number.",
            "Check the year.",
        )


DATE_ORDER = Rule(
    code="SEP234",
    name="date-order",
    needs=(FieldRole.CREATED,),
    summary="Dates increase with the numbers",
    severity=INFO,
    off=True,
    alone=False,
    why=(
        "Numbers increase over time, so a date that is more than a month before the date of the "
        "next lower number is often a mistake. But a proposal can be older than its pull request, "
        "so this rule is off by default."
    ),
    bad="SEP-1234 was created on 2025-11-05, SEP-1240 on 2025-01-07",
    good="SEP-1234 was created on 2025-11-05, SEP-1240 on 2025-11-07",
    check=_neighbors,
)


def _year(subject: LintContext) -> Iterator[Violation]:
    sep = subject.sep
    field = sep.field(FieldRole.CREATED)
    first = subject.project.first_commits.get(sep.path)
    if field and sep.created and first and abs((sep.created - first).days) in _ABOUT_A_YEAR:
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is {sep.created.isoformat()}, about a year "
            f"{'before' if sep.created < first else 'after'} the first commit of the file "
            f"({first.isoformat()}).",
            "Check the year.",
        )
    around = [other for other in subject.project.around.get(sep.path, ()) if other.created]
    days = sorted(other.created for other in around if other.created)
    if field is None or sep.created is None or len(days) < _FEWEST_NEIGHBORS:
        return
    median: date | None = days[len(days) // 2]
    # Without proposals that came later, this one can simply be a year younger than the rest.
    is_last = not any(_number(other) > _number(sep) for other in around)
    if median and is_last and sep.created > median:
        return
    if median and abs((sep.created - median).days) not in _ABOUT_A_YEAR:
        median = _fits_a_year_later(sep, around)
    if median:
        likelier = sep.created.year + (1 if sep.created < median else -1)
        yield Violation(
            field.line,
            field.column,
            f"{field.name} is {sep.created.isoformat()}, about a year "
            f"{'before' if sep.created < median else 'after'} the "
            f"{sep.process.plural} with similar numbers.",
            f"Check the year; {likelier} would fit.",
        )


def _fits_a_year_later(sep: Sep, around: Sequence[Sep]) -> date | None:
    """The median date of the next lower numbers, if this proposal's date is a year too early.

    It is too early if it is far before that date but would fit, one year later, between the
    dates of the next lower and the next higher numbers.
    """
    lower = sorted(o.created for o in around if o.created and _number(o) <= _number(sep))
    higher = sorted(o.created for o in around if o.created and _number(o) > _number(sep))
    if sep.created is None or len(lower) < _FEWEST_LOWER:
        return None
    low = lower[len(lower) // 2]
    high = add_days(higher[len(higher) // 2], _NEAR) if higher else add_days(low, _RECENT)
    later = add_days(sep.created, 365)
    is_far = sep.created < low - timedelta(days=180)
    is_near = low - timedelta(days=_NEAR) <= later <= max(high, add_days(low, _NEAR))
    return low if is_far and is_near else None


def _number(sep: Sep) -> int:
    return sep.number or 0


# Numbers increase over time, so neighbors are from the same weeks. In the SEPs on GitHub, the only
# four dates this far from the median of their neighbors had a wrong year.
_ABOUT_A_YEAR: Final = range(335, 391)
_FEWEST_NEIGHBORS: Final = 4
# With few proposals, dates are far apart, so only their order shows what is plausible.
_FEWEST_LOWER: Final = 3
_NEAR: Final = 20
_RECENT: Final = 90

DATE_YEAR = Rule(
    code="SEP235",
    name="date-year",
    needs=(FieldRole.CREATED,),
    summary="The year of Created is not mistyped",
    severity=WARNING,
    alone=False,
    why=(
        "In January, people often write the old year. A date that is about a year away from the "
        "dates of the SEPs with similar numbers is almost always such a mistake. A file without a "
        "number is compared with its first commit."
    ),
    bad="SEP-1234 was created on 2025-01-07, its neighbors in January 2026",
    good="SEP-1234 was created on 2026-01-07, its neighbors in January 2026",
    check=_year,
)

RULES = (DATE_FORM, DATE_FUTURE, ACCEPTED_BEFORE_CREATED, DATE_ORDER, DATE_YEAR)
