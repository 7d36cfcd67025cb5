"""From pull requests to a snapshot: which files, of which request, within bounds."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_seps.cache.location import cache_folder
from mkdocs_seps.cli import main
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.model.snapshot import Note, Snapshot
from mkdocs_seps.sync.mirror import Limits, Place
from mkdocs_seps.sync.store import SnapshotError, read_snapshot, write_snapshot
from mkdocs_seps.sync.take import Task, take_snapshot
from tests.support.projects import SEP
from tests.unit.conftest import Taker

from .repositories import Upstream, text

SYNC = ("sync", "--name", "owner/name")

pytestmark = pytest.mark.slow


def found(snapshot: Snapshot) -> list[tuple[int, str, str]]:
    """Request, file name, and file name of the page."""
    return [(p.request, p.name, p.page_name(SEP.naming)) for p in snapshot.proposals]


def rules(snapshot: Snapshot) -> list[tuple[int, str]]:
    return [(note.request, note.rule) for note in snapshot.notes]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_file_belongs_to_the_request_whose_number_it_bears(
    upstream: Upstream, take: Taker
) -> None:
    upstream.request(11, {"seps/20-x.md": text(20)})
    upstream.request(20, {"seps/20-x.md": text(20, body="The real one.")})
    upstream.request(30, {"seps/20-x.md": text(20)})
    snapshot = take()
    assert found(snapshot) == [(20, "20-x.md", "20-x.md")]
    assert b"The real one." in snapshot.texts[snapshot.proposals[0].blob]
    assert rules(snapshot) == []


def test_else_it_belongs_to_the_lowest_that_adds_it_with_a_note(
    upstream: Upstream, take: Taker
) -> None:
    upstream.request(30, {"seps/20-x.md": text(20)})
    upstream.request(40, {"seps/20-x.md": text(20)})
    upstream.request(20, {"seps/20-other.md": text(20)})
    snapshot = take()
    assert found(snapshot) == [
        (20, "20-other.md", "20-other.md"),
        (30, "20-x.md", "20-x.md"),
    ]
    assert rules(snapshot) == [(30, "foreign-number")]


def test_an_unnumbered_file_takes_its_requests_number(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/0000-some-idea.md": text(0)})
    upstream.request(32, {"seps/0000-some-idea.md": text(0)})
    upstream.request(33, {"seps/sep-33-faq.md": text(33), "seps/XXXX-Mine.md": text("XXXX")})
    upstream.request(34, {"seps/0000-.md": text(0)})
    assert found(take()) == [
        (31, "0000-some-idea.md", "31-some-idea.md"),
        (33, "XXXX-Mine.md", "33-Mine.md"),
        (33, "sep-33-faq.md", "33-faq.md"),
        (34, "0000-.md", "34-unnamed.md"),
    ]


def test_what_has_landed_is_not_in_flight(upstream: Upstream, take: Taker) -> None:
    upstream.request(20, {"seps/20-x.md": text(20)})
    upstream.request(21, {"seps/21-y.md": text(21)})
    upstream.land(20, {"seps/20-x.md": text(20, "Final")})
    upstream.request(22, {"seps/20-x.md": text(20, "Final", body="An edit.")})
    upstream.request(23, {"seps/20-stray-copy.md": text(20)})
    snapshot = take()
    assert found(snapshot) == [(21, "21-y.md", "21-y.md")]
    assert [(e.source, e.kind, e.status) for e in snapshot.landed[0].events] == [
        ("pull request", "seen", "Draft"),
        ("main", "landed", "Final"),
    ]


def test_a_fork_of_an_old_main_proposes_nothing(upstream: Upstream, take: Taker) -> None:
    upstream.commit("main", {"seps/0000-x.md": text(0)})
    upstream.request(30, {"other.txt": "x"})
    upstream.commit("main", {"seps/0000-x.md": None, "seps/12-x.md": text(12)})
    assert found(take()) == []


def test_the_events_of_a_request(upstream: Upstream, take: Taker) -> None:
    first = upstream.request(31, {"seps/0000-x.md": text(0, sponsor="None")})
    upstream.request(31, {"seps/0000-x.md": None, "seps/31-x.md": text(31, sponsor="TBD")})
    upstream.request(31, {"seps/31-x.md": text(31)})
    last = upstream.request(31, {"seps/31-x.md": text(31, "In-Review")})
    upstream.request(31, {"src/code.py": "x = 1\n"})
    (proposal,) = take().proposals
    told = [(e.kind, e.status, e.awaits, e.pull) for e in proposal.events]
    assert told == [
        ("seen", "Draft", True, 31),
        ("renamed", "Draft", True, 31),
        ("sponsor", "Draft", False, 31),
        ("status", "In-Review", False, 31),
    ]
    assert proposal.events[0].commit == first
    assert proposal.commit == last
    assert proposal.date == date(2026, 1, 6)


def test_the_trial_merge_tells_what_is_open(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.request(32, {"seps/32-x.md": text(32)}, is_open=False)
    upstream.request(33, {"seps/33-x.md": text(33)})
    upstream.request(33, {"seps/33-x.md": text(33, body="More")}, is_open=False)
    states = {r.number: (r.state, r.mergeable, r.labels) for r in take().requests}
    assert states == {
        31: ("open", True, None),
        32: ("unclear", None, None),
        33: ("open", False, None),
    }


def test_hostile_requests_leave_the_rest_intact(upstream: Upstream, take: Taker) -> None:
    good = {"seps/31-good.md": text(31)}
    upstream.request(31, good)
    alone = take()
    oid = upstream.blob(text(32))
    upstream.request(32, {f"seps/{n}-x.md": text(n) for n in range(100, 140)})
    upstream.request(33, {"seps/33-big.md": b"# SEP-33: Big\n\n" + b"a" * 2_000_000})
    upstream.request(34, {"seps/34-bytes.md": b"# SEP-34: \xff\xfe\x00\n\n- **Status**: Draft\n"})
    upstream.commit(
        "refs/pull/35/head",
        {"seps/35-link.md": "/etc/passwd", "seps/36-module.md": upstream.tip("main")},
        parents=(upstream.tip("main"),),
        modes={"seps/35-link.md": "120000", "seps/36-module.md": "160000"},
    )
    upstream.commit(
        "refs/pull/36/head",
        {"seps/36-folder.md/inner.md": "x", "seps/36-a b.md": "x", "seps/36-e\u0301.md": "x"},
        parents=(upstream.tip("main"),),
    )
    entry = b"100644 %s\0" + bytes.fromhex(oid)
    names = (b"../../37-up.md", b"..", b".git", b"37-\xff.md", b"37-new\nline.md", b"/etc/x.md")
    upstream.raw_commit("refs/pull/37/head", b"".join(entry % name for name in sorted(names)))
    upstream.raw_commit("refs/pull/38/head", b"100644 38-cut.md\0abc")
    upstream.commit(
        "refs/pull/39/head",
        {"seps": upstream.blob("x")},
        parents=(upstream.tip("main"),),
        modes={"seps": "100644"},
    )
    snapshot = take()
    assert found(snapshot)[0] == (31, "31-good.md", "31-good.md")
    assert found(snapshot)[1:] == [(34, "34-bytes.md", "34-bytes.md")]
    assert snapshot.proposals[0] == alone.proposals[0]
    assert rules(snapshot) == [
        (32, "too-many"),
        (33, "too-large"),
        (34, "encoding"),
        (35, "not-a-file"),
        (35, "not-a-file"),
        (36, "unsafe-name"),
        (36, "unsafe-name"),
        (36, "not-a-file"),
        (37, "unsafe-name"),
        (37, "unsafe-name"),
        (37, "unsafe-name"),
    ]
    assert all(note.name.isprintable() for note in snapshot.notes)


def test_what_the_notes_say(upstream: Upstream, take: Taker) -> None:
    upstream.request(32, {f"seps/{n}-x.md": text(n) for n in range(100, 140)})
    upstream.request(33, {"seps/33-big.md": b"# SEP-33: Big\n\n" + b"a" * 2_000_000})
    upstream.request(34, {"seps/34-bytes.md": b"# SEP-34: \xff\n\n- **Status**: \x00Draft\n"})
    upstream.commit(
        "refs/pull/35/head",
        {"seps/35-link.md": "/etc/passwd"},
        parents=(upstream.tip("main"),),
        modes={"seps/35-link.md": "120000"},
    )
    upstream.commit("refs/pull/36/head", {"seps/36-a b.md": "x"}, parents=(upstream.tip("main"),))
    assert take().notes == (
        Note(
            32,
            "",
            "too-many",
            "It adds 40 files that look like proposals, more than the limit of 20 per pull "
            "request; all are skipped.",
        ),
        Note(33, "33-big.md", "too-large", "It has 2000015 bytes, more than the limit of 1048576."),
        Note(
            34,
            "34-bytes.md",
            "encoding",
            "The byte 0xff here is not UTF-8; it is shown as \ufffd. (line 1)",
        ),
        Note(
            35,
            "35-link.md",
            "not-a-file",
            "This is a symbolic link, not a file; it is skipped.",
        ),
        Note(
            36,
            "36-a b.md",
            "unsafe-name",
            "A name can have only letters, digits, `-`, `.`, and `_`; the file is skipped.",
        ),
    )


def test_the_limits_hold_to_the_byte(upstream: Upstream, take: Taker) -> None:
    data = {number: text(number).encode() for number in (31, 32)}
    for number, one in data.items():
        upstream.request(number, {f"seps/{number}-x.md": one})
    both = sum(map(len, data.values()))
    assert rules(take(limits=Limits(total_bytes=both))) == []
    full = "The snapshot is full; proposals with higher numbers are included first."
    assert take(limits=Limits(total_bytes=both - 1)).notes == (
        Note(31, "31-x.md", "too-many", full),
    )
    assert rules(take(limits=Limits(file_bytes=len(data[31])))) == []
    assert rules(take(limits=Limits(file_bytes=len(data[31]) - 1))) == [
        (31, "too-large"),
        (32, "too-large"),
    ]


def test_only_the_two_references_of_a_request_count(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    tip, blob = upstream.tip("refs/pull/31/head"), upstream.blob("x")
    for name in ("refs/pull/1/more", "refs/pull/030/head", "refs/pull/x/head"):
        upstream.git("update-ref", name, tip)
    upstream.git("update-ref", "refs/pull/2/head", blob)
    snapshot = take()
    assert [request.number for request in snapshot.requests] == [31]
    assert found(snapshot) == [(31, "31-x.md", "31-x.md")]


def test_the_number_of_files_in_a_request(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {f"seps/{n}-x.md": text(n) for n in (40, 41)})
    assert rules(take(limits=Limits(files_per_request=2))) == [
        (31, "foreign-number"),
        (31, "foreign-number"),
    ]
    assert rules(take(limits=Limits(files_per_request=1))) == [(31, "too-many")]


def test_a_folder_with_too_many_names(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    tree = upstream.git("rev-parse", "refs/pull/31/head:seps")
    size = int(upstream.git("cat-file", "-s", tree))
    assert take(limits=Limits(tree_bytes=size)).notes == ()
    snapshot = take(limits=Limits(tree_bytes=size - 1))
    assert snapshot.proposals == ()
    assert snapshot.notes == (
        Note(
            31,
            "",
            "too-many",
            f"seps/ has more than {size - 1} bytes of file names; all are skipped.",
        ),
    )


def test_a_branch_that_is_not_there(upstream: Upstream) -> None:
    place = Place(Repository(upstream.folder, bare=True))
    with pytest.raises(GitError) as error:
        take_snapshot(place, Task("owner/name", "trunk", "seps", date(2027, 1, 1), SEP))
    assert str(error.value) == "There is no branch 'trunk' in the repository."


def test_fifty_megabytes_and_ten_thousand_files(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-good.md": text(31)})
    upstream.request(32, {"seps/32-huge.md": b"a" * 50_000_000})
    blob = bytes.fromhex(upstream.blob("x"))
    names = sorted(b"%d-x.md" % number for number in range(10_000, 20_000))
    upstream.raw_commit(
        "refs/pull/33/head", b"".join(b"100644 %s\0%s" % (name, blob) for name in names)
    )
    snapshot = take()
    assert found(snapshot) == [(31, "31-good.md", "31-good.md")]
    assert rules(snapshot) == [(32, "too-large"), (33, "too-many")]


def test_the_snapshot_as_a_whole_is_bounded(upstream: Upstream, take: Taker) -> None:
    for number in range(31, 36):
        upstream.request(number, {f"seps/{number}-x.md": text(number)})
    snapshot = take(limits=Limits(proposals=3))
    assert [p.number for p in snapshot.proposals] == [33, 34, 35]
    assert rules(snapshot) == [(31, "too-many"), (32, "too-many")]


def test_copies_take_no_room_but_count_as_proposals(upstream: Upstream, take: Taker) -> None:
    for number in range(31, 34):
        upstream.request(number, {f"seps/{number}-x.md": text(31)})
    snapshot = take(limits=Limits(total_bytes=len(text(31).encode())))
    assert [p.number for p in snapshot.proposals] == [31, 32, 33]
    assert rules(snapshot) == []
    snapshot = take(limits=Limits(proposals=2))
    assert [p.number for p in snapshot.proposals] == [32, 33]
    assert rules(snapshot) == [(31, "too-many")]


def test_dates_that_cannot_be_are_not_told(upstream: Upstream, take: Taker) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.clock += 20 * 365 * 86400
    upstream.request(32, {"seps/32-x.md": text(32)}, is_open=False)
    snapshot = take()
    assert snapshot.date == date(2026, 1, 3)
    assert [p.date for p in snapshot.proposals] == [date(2026, 1, 3), None]
    assert [e.date for e in snapshot.proposals[1].events] == [None]
    for body in ("One.", "Two."):
        upstream.commit("main", {"seps/12-y.md": text(12, body=body)})
        upstream.request(33, {"seps/33-x.md": text(33, body=body)})
    snapshot = take()
    (landed,), proposal = snapshot.landed, snapshot.proposals[2]
    assert [e.date for e in (*landed.events, *proposal.events)] == [None, None]
    assert [one.date for one in (*landed.revisions, *proposal.revisions)] == [None] * 4


def test_writing_and_reading_give_back_the_same(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.commit("main", {"seps/12-y.md": text(12, "Final")})
    snapshot = take()
    write_snapshot(snapshot, tmp_path / "s")
    assert read_snapshot(tmp_path / "s") == snapshot
    once = tree(tmp_path / "s")
    write_snapshot(take(before=read_snapshot(tmp_path / "s")), tmp_path / "s")
    assert tree(tmp_path / "s") == once
    assert str(tmp_path) not in once["snapshot.json"].decode()


def test_a_second_run_equals_a_fresh_one(upstream: Upstream, take: Taker, tmp_path: Path) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.request(32, {"seps/32-x.md": text(32)})
    write_snapshot(take(), tmp_path / "s")
    upstream.request(32, {"seps/32-x.md": text(32, "In-Review")})
    upstream.request(33, {"seps/33-x.md": text(33)})
    upstream.land(31, {"seps/31-x.md": text(31, "Final")})
    write_snapshot(take(before=read_snapshot(tmp_path / "s")), tmp_path / "s")
    write_snapshot(take(), tmp_path / "fresh")
    assert tree(tmp_path / "s") == tree(tmp_path / "fresh")


@pytest.mark.parametrize("step", range(11))
def test_a_run_that_was_killed_is_made_good_by_the_next(
    upstream: Upstream, take: Taker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    for number in (31, 32, 33):
        upstream.request(number, {f"seps/{number}-x.md": text(number)})
    write_snapshot(take(), tmp_path / "s")
    before = read_snapshot(tmp_path / "s")
    for number in (31, 32, 33):
        upstream.request(number, {f"seps/{number}-x.md": text(number, "In-Review")})
    after = take(before=before)
    calls = iter(range(100))

    replace, unlink = Path.replace, Path.unlink

    def dies_or_replaces(path: Path, target: Path) -> Path:
        if next(calls) == step:
            raise KeyboardInterrupt
        return replace(path, target)

    def dies_or_unlinks(path: Path, *, missing_ok: bool = False) -> None:
        if next(calls) == step:
            raise KeyboardInterrupt
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dies_or_replaces)
        patch.setattr(Path, "unlink", dies_or_unlinks)
        with pytest.raises(KeyboardInterrupt):
            write_snapshot(after, tmp_path / "s")
    assert read_snapshot(tmp_path / "s") in (before, after)
    write_snapshot(take(before=read_snapshot(tmp_path / "s")), tmp_path / "s")
    write_snapshot(after, tmp_path / "undisturbed")
    assert tree(tmp_path / "s") == tree(tmp_path / "undisturbed")


def test_a_killed_first_run_leaves_nothing_that_is_read(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    (tmp_path / "s" / "files").mkdir(parents=True)
    (tmp_path / "s" / "files" / f".new-{'1' * 40}.md").write_text("half", encoding="utf-8")
    assert read_snapshot(tmp_path / "s") is None
    write_snapshot(take(), tmp_path / "s")
    assert len(tree(tmp_path / "s")) == 3  # the JSON, the file, and what git is told to ignore


def test_a_link_where_a_new_file_is_prepared_is_not_written_through(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    (tmp_path / "diary").write_text("dear diary", encoding="utf-8")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / ".new-snapshot.json").symlink_to(tmp_path / "diary")
    write_snapshot(take(), tmp_path / "s")
    assert (tmp_path / "diary").read_text(encoding="utf-8") == "dear diary"
    assert not (tmp_path / "s" / "snapshot.json").is_symlink()


def test_other_peoples_folders_are_left_alone(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    (tmp_path / "s" / "files").mkdir(parents=True)
    (tmp_path / "s" / "files" / "letter.md").write_text("Dear", encoding="utf-8")
    with pytest.raises(SnapshotError, match="other files"):
        write_snapshot(take(), tmp_path / "s")
    assert tree(tmp_path / "s") == {"files/letter.md": b"Dear"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("version", 4, "its version is 4"),
        ("repository", "../../x", "repository is not valid"),
        ("date", "2026-02-31", "date is not valid"),
        ("commit", "HEAD", "commit is not valid"),
        ("proposals", {}, "proposals is not valid"),
        ("requests", [1], r"requests\[0\] is not an object"),
    ],
)
def test_a_snapshot_with_a_wrong_value_is_refused(  # noqa: PLR0917 - fixtures and values
    upstream: Upstream, take: Taker, tmp_path: Path, key: str, value: object, message: str
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    write_snapshot(take(), tmp_path / "s")
    file = tmp_path / "s" / "snapshot.json"
    record = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**record, key: value}), encoding="utf-8")
    with pytest.raises(SnapshotError, match=message):
        read_snapshot(tmp_path / "s")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("slug", "../../../etc"),
        ("slug", "a/b"),
        ("name", "../x.md"),
        ("blob", "../../../etc/passwd"),
        ("number", "1"),
        ("number", -1),
        ("number", True),
        ("date", "yesterday"),
    ],
)
def test_a_proposal_with_a_wrong_value_is_refused(
    upstream: Upstream, take: Taker, tmp_path: Path, key: str, value: object
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    write_snapshot(take(), tmp_path / "s")
    file = tmp_path / "s" / "snapshot.json"
    record = json.loads(file.read_text("utf-8"))
    record["proposals"][0][key] = value
    file.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SnapshotError, match="Run `seps sync` again"):
        read_snapshot(tmp_path / "s")


def test_a_file_that_was_changed_or_is_a_link_is_refused(
    upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    write_snapshot(take(), tmp_path / "s")
    (file,) = (tmp_path / "s" / "files").iterdir()
    data = file.read_bytes()
    file.write_bytes(data + b"x")
    with pytest.raises(SnapshotError, match="does not match its name"):
        read_snapshot(tmp_path / "s")
    (tmp_path / "real").write_bytes(data)
    file.unlink()
    file.symlink_to(tmp_path / "real")
    with pytest.raises(SnapshotError, match="cannot be read"):
        read_snapshot(tmp_path / "s")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(SnapshotError, match="not a regular file"):
        read_snapshot(tmp_path / "s")


def test_the_command_fetches_from_a_remote_and_keeps_the_mirror(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    upstream.commit("main", {"seps/12-y.md": text(12, "Final")})
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.commit("secret", {"secret.txt": "x"})
    url = f"file://{upstream.folder}"
    first = CliRunner().invoke(main, [*SYNC, "--repository", url, "--output", "s"])
    assert first.exit_code == 0, first.output
    assert "1 proposal in pull requests (1 open), 1 merged, as of 2026-01-04" in first.output
    mirror = cache_folder(tmp_path) / "mirror.git"
    references = upstream.git("-C", str(mirror), "for-each-ref")
    assert [line.split()[-1] for line in references.splitlines()] == [
        "refs/heads/main",
        "refs/pull/31/head",
        "refs/pull/31/merge",
    ]
    upstream.close(31)
    upstream.request(32, {"seps/32-x.md": text(32)})
    second = CliRunner().invoke(main, [*SYNC, "--repository", url, "--output", "s"])
    assert "2 proposals in pull requests (1 open, 1 of unknown state)" in second.output
    local = CliRunner().invoke(
        main,
        [*SYNC, "--repository", str(upstream.folder), "--output", "local"],
    )
    assert local.exit_code == 0
    assert tree(tmp_path / "s") == tree(tmp_path / "local")


def test_the_command_goes_by_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream = Upstream(tmp_path / "upstream.git")
    upstream.request(31, {"proposals/31-x.md": text(31)})
    upstream.git("-C", str(upstream.folder), "branch", "-m", "main", "trunk")
    (tmp_path / "site" / "docs").mkdir(parents=True)
    (tmp_path / "site" / "mkdocs.yml").write_text(
        "plugins: [{seps: {repository: corp/specs, branch: trunk, seps_dir: proposals, "
        "snapshot: .cache/flying}}]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path / "site" / "docs")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    done = CliRunner().invoke(main, ["sync", "--repository", str(upstream.folder)])
    assert done.output.startswith(
        "../.cache/flying: 1 proposal in pull requests (1 open), 0 merged"
    )
    taken = read_snapshot(tmp_path / "site" / ".cache" / "flying")
    assert taken is not None
    assert (taken.repository, taken.branch, taken.folder) == ("corp/specs", "trunk", "proposals")


@pytest.mark.parametrize("folder", ["../clone/seps", "/clone/seps"])
def test_a_folder_outside_of_the_repository_is_not_the_folder_in_it(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    (tmp_path / "mkdocs.yml").write_text(
        f"plugins: [{{seps: {{seps_dir: {folder}}}}}]\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    done = CliRunner().invoke(main, [*SYNC, "--repository", str(upstream.folder)])
    assert done.output.startswith(".seps-snapshot: 1 proposal in pull requests (1 open), 0 merged")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--repository", "ext::sh -c true"], 1, "neither a directory nor a URL"),
        (["--repository", "nowhere"], 1, "neither a directory nor a URL"),
        (["--repository", ".", "--branch", "a..b"], 2, "--branch: "),
        (["--repository", ".", "--folder", "../x"], 2, "--folder: "),
        (["--repository", ".", "--name", "x"], 2, "--name: "),
        (["--repository", "."], 1, "not a git repository"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = CliRunner().invoke(main, [*SYNC, *arguments])
    assert (done.exit_code, message in done.output) == (code, True), done.output
    assert not (tmp_path / ".seps-snapshot").exists()


def test_a_shallow_clone_is_refused(upstream: Upstream, tmp_path: Path) -> None:
    upstream.commit("main", {"seps/12-y.md": text(12)})
    shallow = tmp_path / "shallow.git"
    upstream.git("clone", "-q", "--bare", "--depth=1", f"file://{upstream.folder}", str(shallow))
    done = CliRunner().invoke(main, ["sync", "--repository", str(shallow)])
    assert done.exit_code == 1
    assert "git fetch --unshallow" in done.output


def test_a_larger_limit_holds_for_the_build_as_well(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    upstream.request(31, {"seps/31-x.md": text(31, body="word " * 300_000)})
    words = [*SYNC, "--repository", str(upstream.folder), "--output", "s"]
    assert "0 proposals in pull requests" in CliRunner().invoke(main, words).output
    larger = [*words, "--most-bytes", "2000000"]
    assert "1 proposal in pull requests" in CliRunner().invoke(main, larger).output
    snapshot = read_snapshot(tmp_path / "s")
    assert snapshot is not None
    assert snapshot.file_bytes == 2_000_000
    assert [proposal.number for proposal in snapshot.proposals] == [31]


def test_a_snapshot_cannot_lift_the_limit_without_end(take: Taker, tmp_path: Path) -> None:
    write_snapshot(take(), tmp_path / "s")
    index = tmp_path / "s/snapshot.json"
    record = json.loads(index.read_text("utf-8"))
    index.write_text(json.dumps(record | {"file_bytes": 999_999_999}), "utf-8")
    snapshot = read_snapshot(tmp_path / "s")
    assert snapshot is not None
    assert snapshot.file_bytes == 16 * 1024 * 1024
    del record["file_bytes"]  # as earlier versions wrote it
    index.write_text(json.dumps(record), "utf-8")
    snapshot = read_snapshot(tmp_path / "s")
    assert snapshot is not None
    assert snapshot.file_bytes == 1024 * 1024


def test_equal_notes_are_told_in_one_line(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(31, 38):
        upstream.request(number, {f"seps/{number}-x y.md": text(number)})
    upstream.request(40, {"seps/40-x.md": "x" * 2000})
    monkeypatch.chdir(tmp_path)
    words = ["--repository", str(upstream.folder), "--name", "a/b", "--most-bytes", "1000"]
    done = CliRunner().invoke(main, ["sync", *words])
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("7 files: unsafe-name: ")]
    assert [line for line in lines if line.startswith("pull request 40: 40-x.md: too-large: ")]
    assert not [line for line in lines if line.startswith("request 31")]
