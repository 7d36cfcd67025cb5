"""How proposals are named: as files, in titles, and in prose."""

import pytest

from mkdocs_seps.model.naming import Naming

SEP = Naming("SEP", "SEP-{number}", "{number}-{slug}.md", "# SEP-{number}: {title}", "0000")
PEP = Naming("PEP", "PEP {number}", "pep-{number:04}.md", "", "9999")
KEP = Naming(
    "KEP",
    "KEP-{number}",
    "{number}-{slug}/README.md",
    "# KEP-{number}: {title}",
    "NNNN",
    "kep.yaml",
)
ADR = Naming("ADR", "ADR-{number:04}", "{number:04}-{slug}.md", "# {number}. {title}", "0000")


@pytest.mark.parametrize(
    ("naming", "file", "heading", "cited"),
    [
        (SEP, "7-batch-calls.md", "# SEP-7: Batch calls", "SEP-7"),
        (PEP, "pep-0007.md", "", "PEP 7"),
        (KEP, "7-batch-calls/README.md", "# KEP-7: Batch calls", "KEP-7"),
        (ADR, "0007-batch-calls.md", "# 7. Batch calls", "ADR-0007"),
    ],
)
def test_the_names_of_a_proposal(naming: Naming, file: str, heading: str, cited: str) -> None:
    assert naming.file_of(7, "batch-calls") == file
    assert naming.heading(7, "Batch calls") == heading
    assert naming.cite(7) == cited


@pytest.mark.parametrize(
    ("naming", "file"),
    [(SEP, "0000-x.md"), (PEP, "pep-9999.md"), (KEP, "NNNN-x/README.md"), (ADR, "0000-x.md")],
)
def test_the_file_of_a_proposal_without_a_number(naming: Naming, file: str) -> None:
    assert naming.file_of(None, "x") == file


def test_a_word_instead_of_a_number_is_not_padded() -> None:
    assert ADR.cite("N") == "ADR-N"
    assert ADR.heading("{NUMBER}", "T") == "# {NUMBER}. T"


def test_a_number_that_is_longer_than_its_pattern() -> None:
    assert ADR.cite(12345) == "ADR-12345"


def test_patterns_in_messages() -> None:
    assert [one.shown_file for one in (SEP, ADR)] == ["{NUMBER}-{slug}.md"] * 2
    assert SEP.shown_title == "# SEP-{NUMBER}: {Title}"


@pytest.mark.parametrize(
    ("naming", "entry", "paths"),
    [(SEP, "7-x.md", ("7-x.md",)), (KEP, "7-x", ("7-x/README.md", "7-x/kep.yaml"))],
)
def test_the_files_of_a_proposal(naming: Naming, entry: str, paths: tuple[str, ...]) -> None:
    assert naming.entry_of("7-x.md") == entry
    assert naming.paths_of("7-x.md") == paths
    assert [naming.name_of(path) for path in paths] == ["7-x.md"] * len(paths)


@pytest.mark.parametrize(("naming", "word"), [(SEP, "SEP"), (PEP, ""), (ADR, "")])
def test_the_word_before_the_number_of_a_title(naming: Naming, word: str) -> None:
    assert naming.title_word == word


@pytest.mark.parametrize(
    ("naming", "stem", "number"),
    [
        (SEP, "7-x", "7"),
        (SEP, "XXXX-x", "XXXX"),
        (SEP, "X-x", None),
        (SEP, "7", None),
        (SEP, "1234567890-x", None),
        (PEP, "pep-0007", "0007"),
        (PEP, "pep-0007-x", None),
    ],
)
def test_the_number_in_a_file_name(naming: Naming, stem: str, number: str | None) -> None:
    found = naming.stem_form.fullmatch(stem)
    assert (found and found["number"]) == number


def test_the_text_before_a_number_in_prose() -> None:
    assert [one.prefix for one in (SEP, PEP, ADR)] == ["SEP-", "PEP ", "ADR-"]


def test_a_reference_needs_a_number() -> None:
    with pytest.raises(ValueError, match=r"^SEP has no \{number\}$"):
        _ = Naming("SEP", "SEP", "{number}.md", "", "0000").prefix
