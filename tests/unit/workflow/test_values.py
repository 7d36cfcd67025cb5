"""Fields edited in every real proposal: one line changes, and everything else reads as before."""

from pathlib import Path

import pytest

from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.edits import in_bytes
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow.field_edits import check_kept, reread, value_edit
from tests.support.projects import SEP

pytestmark = pytest.mark.slow


def test_the_status_of_every_real_proposal_can_be_moved(corpus: Path) -> None:
    moved = 0
    for file in sorted([*corpus.glob("landed/*.md"), *corpus.glob("drafts/*.md")]):
        data = file.read_bytes()
        sep = parse(Source(file.name, file.name, decode(data)[0], str(file)), SEP)
        if sep.field(FieldRole.STATUS) is None:
            continue
        edits = [value_edit(sep, FieldRole.STATUS, "Withdrawn")]
        check_kept(sep, reread(sep, edits, "o/n"), frozenset({FieldRole.STATUS}))
        before, after = (text.splitlines() for text in (data, in_bytes(data, edits)))
        assert len(before) == len(after), file.name
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        assert [b"Withdrawn" in line for line in changed] == [True], file.name
        moved += 1
    assert moved == 59
