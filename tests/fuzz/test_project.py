"""Properties of the functions that read a project's files and compare its proposals."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import NO_SEPS, is_sep_name
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.project.clock import moment_of, source_date, today
from mkdocs_seps.project.directory import read_directory
from mkdocs_seps.project.loading import load_project, read_template, read_text
from mkdocs_seps.project.similar import (
    similar_proposals,
    with_title_like,
    without_template,
    word_counts,
)
from tests.support.projects import SEP, canonical

from .strategies import FILES, LINE, TEXTS, few, proposal


@given(st.integers(0, 253402300799) | st.integers(), st.text(max_size=5))
def test_a_timestamp_is_a_date_or_none(seconds: int, text: str) -> None:
    moment = moment_of(str(seconds))
    assert moment is None or moment == datetime.fromtimestamp(seconds, UTC)
    assert (moment is not None) >= (0 <= seconds < 253402300800)
    with patch.dict(os.environ, SOURCE_DATE_EPOCH=str(seconds)):
        assert source_date() == (moment if seconds >= 0 else None)
        assert seconds < 0 or moment is None or today() == moment.date()
    with patch.dict(os.environ, SOURCE_DATE_EPOCH=text.replace("\0", "")):
        assert source_date() is None or int(text) >= 0


NAMES = st.sampled_from([
    b"7-x.md", b"7-x.MD", b"README.md", b"template.md", b"8-\xff.md", b"9-\n.md", b"a.png",
    b"b.svg", b"10-c.txt", b"d.mdx", b"e.md~", b".git", b"11-\xc3\xa9 z.md",
    b"f'\"&$.json", b"12-.md",
]) | st.binary(min_size=1, max_size=5).map(
    lambda name: name.translate(None, b"\0/") + b".md"
)  # fmt: skip


@few
@given(st.dictionaries(NAMES, FILES, max_size=6), st.sets(st.integers(0, 5), max_size=3))
def test_every_file_is_a_proposal_or_published_or_reported(
    files: dict[bytes, bytes], below: set[int]
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-directory-") as folder:
        root = Path(folder)
        (root / "below").mkdir()
        written: dict[str, bytes] = {}
        for place, (raw, data) in enumerate(files.items()):
            name = f"below/{os.fsdecode(raw)}" if place in below else os.fsdecode(raw)
            (root / name).write_bytes(data)
            written[name] = data
        found = read_directory(root, SEP, "docs")
        again = read_directory(root, SEP, "docs", frozenset(path.name for path in root.iterdir()))
        loaded = load_project(Settings.of({"seps_dir": folder}, root), "docs")
        missing = read_directory(root / "missing", SEP)
    assert again == found == loaded.directory
    assert (missing.sources, missing.others, len(missing.unread)) == ((), (), 1)
    assert sorted(sep.source for sep in loaded.catalog.seps) == [*found.sources]
    read = {source.path.removeprefix("docs/"): source for source in found.sources}
    assert [*read] == sorted(read)
    for name, source in read.items():
        assert is_sep_name(name)
        assert (source.text, source.problems) == decode(written[name])
    unread = [one.path.removeprefix("docs/") for one in found.unread]
    assert all(path.isprintable() for path in unread if path in written and path.isascii())
    assert len({*read, *found.others, *unread}) == len(read) + len(found.others) + len({*unread})
    assert {*found.others} <= written.keys()
    for name in written:
        last = name.rpartition("/")[2]
        exempt = last.startswith(".") or last.lower() in NO_SEPS or last.endswith("~")
        shown = "".join(
            "\ufffd"
            if letter < " " or letter == "\x7f" or "\ud800" <= letter <= "\udfff"
            else letter
            for letter in name
        )
        assert exempt or name in read or name in found.others or shown in unread


@few
@given(FILES)
def test_a_file_that_cannot_be_read_is_empty(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-template-") as folder:
        root = Path(folder)
        assert read_template(root) == read_text(root) == ""
        (root / "TEMPLATE.md").write_bytes(data)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        assert read_template(root) == text


@given(TEXTS, TEXTS)
def test_only_lines_of_a_template_are_removed_in_order(text: str, template: str) -> None:
    kept = without_template(text, template, SEP)
    lines = iter(text.split("\n"))
    assert all(line in lines for line in kept.split("\n") if kept)
    assert without_template(kept, template, SEP) == kept
    bare = {line.strip(" \t#").casefold() for line in template.split("\n")}
    own = {line.strip(" \t#").casefold() for line in kept.split("\n")}
    given_text = {
        line.strip(" \t#").casefold() for s in SEP.sections for line in s.text.split("\n")
    }
    assert not (own - {""}) & (bare - given_text)


@given(TEXTS, LINE)
def test_every_word_of_a_title_counts_most(text: str, template: str) -> None:
    sep = proposal(text)
    counts = word_counts(sep, template)
    assert all(count > 0 and word.isascii() for word, count in counts.items())
    names = " ".join(p.label for p in (*sep.authors.members, *sep.sponsors.members)).lower()
    for word in sep.title.lower().split():
        if word in counts and word not in names:
            assert counts[word] >= 8


WORDS = st.lists(
    st.sampled_from(["batch", "stream", "tokens", "queue", "retry", "cursor", "lease", "the"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=8, max_size=14), st.integers(0, 14))
def test_similar_proposals_are_others_with_common_words_closest_first(
    texts: list[tuple[str, str]], counted: int
) -> None:
    seps = [
        parse(
            Source(f"{number}-x.md", f"{number}-x.md", f"{canonical(number, title)}\n{body}"), SEP
        )
        for number, (title, body) in enumerate(texts, 1)
    ]
    counts = [word_counts(sep, "") for sep in seps]
    found = similar_proposals(seps, least=0.0)
    assert similar_proposals(seps, least=0.0, counted=counts[:counted]) == found
    assert similar_proposals(seps[::-1], least=0.0) == found
    assert found == {} or len(seps) >= 10
    by_path = dict(zip((sep.path for sep in seps), counts, strict=True))
    for path, others in found.items():
        assert 0 < len({other.sep.path for other in others} - {path}) == len(others) <= 3
        assert [*others] == sorted(others, key=lambda other: -other.score)
        for other in others:
            assert 0 <= other.score <= 1
            assert {*other.terms} <= by_path[path].keys() & by_path[other.sep.path].keys()
            assert len(other.terms) >= 2


@few
@given(st.lists(LINE, max_size=6), st.randoms(use_true_random=False))
def test_a_title_is_like_itself_in_any_order(titles: list[str], random: Random) -> None:
    seps = [
        parse(Source(f"{n}-x.md", f"{n}-x.md", f"# SEP-{n}: {title}\n"), SEP)
        for n, title in enumerate(titles, 1)
    ]
    for sep in seps:
        found = with_title_like(sep.title, seps)
        assert sep in found
        assert len({one.path for one in found}) == len(found)
        assert found == with_title_like(sep.title, seps[::-1])
        words = sep.title.split()
        random.shuffle(words)
        assert sep in with_title_like(" ".join(words), seps)
