"""Properties of the functions that take and store a snapshot."""

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.sync.pulls import Addition, assign
from mkdocs_seps.sync.store import blob_id

from .strategies import PROCESSES, few


@given(st.binary(max_size=40))
def test_the_id_of_a_file_is_its_git_id(data: bytes) -> None:
    whole = b"blob " + str(len(data)).encode() + b"\0" + data
    assert blob_id(data, "0" * 40) == hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    assert blob_id(data, "0" * 64) == hashlib.sha256(whole).hexdigest()


@few
@given(
    st.lists(
        st.builds(
            Addition,
            request=st.integers(1, 9),
            name=st.sampled_from(["7-x.md", "7-X.md", "0000-x.md", "XXXX-y.md", "3-y.md", "x.md"]),
            blob=st.sampled_from(["a" * 40, "b" * 40]),
        ),
        max_size=8,
        unique_by=lambda one: (one.request, one.name),
    ),
    st.sampled_from(PROCESSES),
)
def test_every_file_belongs_to_one_pull_request_that_adds_it(
    additions: list[Addition], process: Any
) -> None:
    owned, notes = assign(additions, process)
    assert {one.addition for one in owned} <= {*additions}
    pages = [f"{one.number}-{one.slug}".casefold() for one in owned]
    assert len({*pages}) == len(pages)
    assert all(one.slug for one in owned)
    assert all(
        note.message and note.request in {one.request for one in additions} for note in notes
    )
    assert assign(additions[::-1], process)[0] == owned
    named = {one.name for one in additions if file_number(one.name, process.naming)[0]}
    said = {note.name for note in notes}
    assert named <= {one.addition.name for one in owned} | said
