"""Properties of the functions that read git repositories."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_seps.git.history import (
    branch_history,
    first_commits,
    folder_history,
    no_history,
    read_texts,
    repository_name,
    repository_of_folder,
    with_repository,
)
from mkdocs_seps.git.log import Commit, FileChange, day_of, main_log, request_log
from mkdocs_seps.git.objects import (
    entries,
    look_up,
    present,
    proposals_in,
    read_contents,
    read_objects,
    whole_entry,
)
from mkdocs_seps.git.renames import Version, former_names, main_tracks, request_track, slug_of
from mkdocs_seps.git.revision import RevisionError, commit_at, is_file_at, read_file, read_revision
from mkdocs_seps.git.runner import GitError, Repository, create_mirror
from mkdocs_seps.git.statuses import Stage, read_stages, revisions, stage_of, states
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Source
from mkdocs_seps.parsing.content import source_of
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.sync.store import blob_id
from tests.support.projects import SEP, canonical

from .strategies import FILES, PROCESSES, STATUSES, TEXTS, few

# For properties that run git some dozens of times.
rarely = settings(max_examples=6, deadline=None)

IN_FOLDERS = next(process for process in PROCESSES if process.naming.metadata)
NAMES = [b"7-x.md", b"7-y.md", b"0000-x.md", b"8-x.md", b"9-\xff z.md", b'9-"\n.md', b"README.md"]
PARTS = [b"7-x/" + part.encode() for part in IN_FOLDERS.naming.parts]
CONTENTS = FILES | STATUSES.map(lambda status: canonical(7, "T", status.name).encode())
# Seconds that git or Python cannot convert to a date are impossible dates.
SECONDS = st.integers(0, 2**31) | st.sampled_from([0, 253402300800, 2**63 - 1])


class Step(NamedTuple):
    """A commit on main: the files that it writes, or removes (None), possibly through a merge."""

    files: dict[bytes, bytes | None]
    seconds: int
    is_merge: bool


def histories(names: list[bytes]) -> st.SearchStrategy[list[Step]]:
    files = st.dictionaries(st.sampled_from(names), CONTENTS | st.none(), max_size=3)
    return st.lists(st.builds(Step, files, SECONDS, st.booleans()), min_size=1, max_size=5)


class Written(NamedTuple):
    """A repository, and after each commit on main: its id, and the content of each file."""

    folder: Path
    commits: list[str]
    states: list[dict[bytes, bytes]]

    def git(self, *arguments: str) -> bytes:
        return git(self.folder, *arguments)


def git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=text, capture_output=True, check=True
    )
    return done.stdout


def quoted(path: bytes) -> bytes:
    return b'"' + b"".join(b"\\%03o" % byte for byte in path) + b'"'


@contextmanager
def repository(steps: list[Step], folder: str = "docs/a 'b") -> Iterator[Written]:
    """A repository with these commits, written at once; and a branch `side` with the last merge."""
    lines: list[bytes] = []
    states: list[dict[bytes, bytes]] = []
    files: dict[bytes, bytes] = {}

    def commit(branch: bytes, mark: int, step: Step, parents: list[int]) -> None:
        lines.append(b"commit refs/heads/%s\nmark :%d\n" % (branch, mark))
        lines.append(b"committer \xff <a@b> %d +0000\ndata 5\n\x01\n\0:1\n" % step.seconds)
        for word, parent in zip((b"from", b"merge"), parents, strict=False):
            lines.append(b"%s :%d\n" % (word, parent))
        for name, data in step.files.items():
            path = quoted(folder.encode() + b"/" + name)
            if data is None:
                lines.append(b"D %s\n" % path)
            else:
                lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path, len(data), data))

    for place, step in enumerate(steps):
        parents = [2 * place - 1] if place else []
        if step.is_merge and place:
            commit(b"side", 2 * place, step, parents)
            parents.append(2 * place)
        commit(b"main", 2 * place + 1, step, parents)
        files = {**files, **{name: data for name, data in step.files.items() if data is not None}}
        files = {
            name: data for name, data in files.items() if step.files.get(name, data) is not None
        }
        states.append(files)
    with tempfile.TemporaryDirectory(prefix="seps-git-") as root:
        git(Path(root), "init", "--quiet", "--initial-branch=main", ".")
        git(Path(root), "fast-import", "--quiet", "--export-marks=marks", text=b"".join(lines))
        marks = dict(line.split() for line in Path(root, "marks").read_text("ascii").splitlines())
        here = Path(root, folder)
        here.mkdir(parents=True)
        yield Written(here, [marks[f":{2 * place + 1}"] for place in range(len(steps))], states)


def shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def day(seconds: int) -> date | None:
    return datetime.fromtimestamp(seconds, UTC).date() if seconds < 253402300800 else None


def proposals(files: Mapping[bytes, bytes]) -> dict[str, str]:
    """The proposals among these files, each with its content id."""
    ids = {shown(name): blob_id(data, "0" * 40) for name, data in files.items()}
    return {name: blob for name, blob in ids.items() if is_sep_name(name)}


@pytest.mark.slow
@rarely
@given(histories(NAMES))
@example([Step({b"0000-x.md": b"%d" % n}, n * 86400, is_merge=False) for n in range(2)])
def test_the_history_of_a_branch_leads_to_its_files(steps: list[Step]) -> None:
    with repository(steps) as written:
        here = Repository(written.folder)
        log = main_log(here, "HEAD", "docs/a 'b", SEP.naming)
        history = branch_history(here, "HEAD", "docs/a 'b", SEP)
        found = folder_history(written.folder, SEP)
        assert found == history
        assert folder_history(written.folder, SEP, known=history) is history
        unnumbered = [parse(Source("0000-x.md", "0000-x.md", "# SEP-0000: X\n"), SEP)]
        first = first_commits(written.folder, unnumbered)
        stages = read_stages(
            here, {blob_id(d, "0" * 40) for s in written.states for d in s.values()}, 10**6, SEP
        )
    state: dict[str, str] = {}
    by_id = {commit.id: commit for commit in log}
    for name, step, after in zip(written.commits, steps, written.states, strict=True):
        if commit := by_id.pop(name, None):
            assert (commit.authored, commit.committed) == (day(step.seconds), day(step.seconds))
            for change in commit.changes:
                assert change.is_new == (change.name not in state)
                state[change.name] = change.blob
                if not change.blob:
                    del state[change.name]
        assert state == {shown(file): blob_id(data, "0" * 40) for file, data in after.items()}
    assert by_id == {}
    last = proposals(written.states[-1])
    tracks = main_tracks(log, SEP.naming)
    assert {name: track[-1].blob for name, track in tracks.items()} == last
    assert history.timelines.keys() == last.keys()
    assert history.commit == written.commits[-1]
    for name, timeline in history.timelines.items():
        assert timeline.former == former_names(tracks[name])
        assert timeline.status == stages[last[name]].status
    assert {stage.status for stage in stages.values()} == {
        stage_of(source_of([data]).text, SEP).status for s in written.states for data in s.values()
    }
    new = [
        day(step.seconds) for step, before, after in
        zip(steps, [{}, *written.states], written.states, strict=False)
        if before.get(b"0000-x.md") != after.get(b"0000-x.md")
    ]  # fmt: skip
    assert first.get("0000-x.md") == next((one for one in new if one), None)


@pytest.mark.slow
@rarely
@given(histories(NAMES), st.binary(max_size=9), st.data())
def test_a_revision_is_read_as_written(
    steps: list[Step], current: bytes, data: st.DataObject
) -> None:
    with repository(steps) as written:
        place = data.draw(st.integers(0, len(steps) - 1))
        commit, files = written.commits[place], written.states[place]
        reference = f"HEAD~{len(steps) - 1 - place}"
        assert commit_at(reference, written.folder, "docs") == commit
        for unknown in ("none", f"HEAD~{len(steps)}", "-x", "a b", ""):
            with pytest.raises(RevisionError, match="cannot find"):
                commit_at(unknown, written.folder, "docs")
        found = read_revision(reference, written.folder, "docs", SEP.naming)
        assert {source.name: source.text for source in found} == {
            shown(name): decode(text)[0]
            for name, text in files.items() if is_sep_name(shown(name))
        }  # fmt: skip
        assert [source.name for source in found] == sorted(source.name for source in found)
        for raw in NAMES:
            file = written.folder / raw.decode("utf-8", "surrogateescape")
            if raw in files:
                assert read_file(reference, file) == decode(files[raw])[0]
            else:
                assert not is_file_at(reference, file)
            file.write_bytes(current)
            assert is_file_at(reference, file)
            assert read_file(reference, file) == decode(files.get(raw, current))[0]
            assert read_file("none", file) == decode(current)[0]


@pytest.mark.slow
@rarely
@given(histories(PARTS), histories(NAMES), st.integers(0, 99))
def test_every_object_is_read_as_written_and_missing_ones_are_omitted(
    folders: list[Step], files: list[Step], most: int
) -> None:
    steps = [
        folder._replace(files={**folder.files, **file.files})
        for folder, file in zip(folders, files, strict=False)
    ]
    naming = IN_FOLDERS.naming
    with repository(steps) as written:
        here = Repository(written.folder)
        blobs = {blob_id(d, "0" * 40): d for state in written.states for d in state.values()}
        asked = [*blobs, "a" * 40, "HEAD:none", "\x01", *blobs]
        assert {name: one.size for name, one in look_up(here, asked).items()} == {
            name: len(content) for name, content in blobs.items()
        }
        assert [(one.name, one.data) for one in read_objects(here, asked)] == [*blobs.items()]
        assert read_texts(written.folder, asked) == blobs
        assert present(here, {*blobs, "a" * 40}) == {*blobs}
        mirror = create_mirror(written.folder / "mirror")
        assert create_mirror(mirror.path) == mirror
        assert present(mirror, {*blobs}) == set()
        for commit, state in zip(written.commits, written.states, strict=True):
            listed = [e for t in read_objects(here, [f"{commit}:docs/a 'b"]) for e in entries(t)]
            assert {entry.name for entry in listed} == {shown(n.partition(b"/")[0]) for n in state}
            assert proposals_in(here, listed, SEP.naming, most) == listed
            whole = {e.name: e.id for e in proposals_in(here, listed, naming, 10**6)}
            parts = [blob_id(state[part], "0" * 40) for part in PARTS if part in state]
            assert whole == ({"7-x.md": "-".join(parts)} if PARTS[0] in state else {})
            for tree in read_objects(here, [f"{commit}:docs/a 'b/7-x"]):
                entry = whole_entry(tree, "7-x.md", naming)
                assert (entry.id if entry else None) == whole.get("7-x.md")
            read = dict(read_contents(here, [*whole.values(), "a" * 40], most))
            fits = all(len(state[part]) <= most for part in PARTS if part in state)
            expected = tuple(state[part] for part in PARTS if part in state)
            assert read == ({whole["7-x.md"]: expected} if whole and fits else {})
        logged = main_log(here, "HEAD", "docs/a 'b", naming)
        tracks = main_tracks(logged, naming)
        assert {name: track[-1].blob for name, track in tracks.items()} == whole


@pytest.mark.slow
@rarely
@given(histories(NAMES), st.data())
def test_a_pull_request_has_the_commits_that_main_does_not_have(
    steps: list[Step], data: st.DataObject
) -> None:
    with repository(steps) as written:
        main = written.commits[data.draw(st.integers(0, len(steps) - 1))]
        heads = [written.commits[-1]]
        here = Repository(written.folder)
        log = request_log(here, heads, main, "docs/a 'b", SEP.naming)
        assert request_log(here, [], main, "docs/a 'b", SEP.naming) == {}
        known = written.git("rev-list", "--first-parent", main).decode().split()
        lines = written.git("rev-list", "--parents", "HEAD").decode().splitlines()
        parents = {name: others for name, *others in map(str.split, lines)}
        reached: set[str] = set()
        todo = [*heads]
        while todo:
            name = todo.pop()
            if name not in reached and name not in known:
                reached.add(name)
                todo += parents[name]
        assert {*log} == reached
        place = {name: number for number, name in enumerate(log)}
        for name, commit in log.items():
            assert all(place[parent] > place[name] for parent in commit.parents if parent in log)
    for name, blob in proposals(written.states[-1]).items():
        versions = request_track(log, heads[0], [name], SEP.naming)
        touched = any(change.name == name for commit in log.values() for change in commit.changes)
        assert bool(versions) == touched
        assert not versions or (versions[-1].name, versions[-1].blob) == (name, blob)
        assert {version.commit for version in versions} <= log.keys()


CHANGES = st.dictionaries(
    st.sampled_from(["7-x.md", "7-y.md", "0000-x.md", "0000-y.md", "8-x.md", "9-z.md"]),
    st.sampled_from(["", "a", "b", "c"]),
    max_size=4,
)


@given(st.lists(CHANGES, max_size=8))
def test_every_version_on_main_is_in_one_history(changes: list[dict[str, str]]) -> None:
    state: dict[str, str] = {}
    commits: list[Commit] = []
    for place, files in enumerate(changes):
        real = {n: b for n, b in files.items() if state.get(n, "") != b}
        made = tuple(FileChange(n, b, is_new=n not in state) for n, b in real.items())
        commits.append(Commit(f"{place}", (), date.min, date.max, made))
        state = {name: blob for name, blob in {**state, **real}.items() if blob}
    tracks = main_tracks(commits, SEP.naming)
    assert {name: (track[-1].name, track[-1].blob) for name, track in tracks.items()} == {
        name: (name, blob) for name, blob in state.items()
    }
    versions = [version for track in tracks.values() for version in track if version.blob]
    written = {(commit.id, c.name, c.blob) for commit in commits for c in commit.changes if c.blob}
    assert len({*versions}) == len(versions)
    assert {(one.commit, one.name, one.blob) for one in versions} <= written
    for name, track in tracks.items():
        assert [int(one.commit) for one in track] == sorted({int(one.commit) for one in track})
        former = former_names(track)
        assert {*former, name} == {one.name for one in track if one.name}
        assert len({*former, name}) == len(former) + 1


@given(st.integers(1, 9999), st.from_regex(r"[a-z]{3}(-[a-z0-9]+)*", fullmatch=True))
def test_a_slug_does_not_depend_on_the_number(number: int, slug: str) -> None:
    for naming in (process.naming for process in PROCESSES if process.naming.has_slug):
        name = f"{naming.stem_of(number, slug)}.md"
        assert file_number(name, naming)[0] == number
        assert slug_of(name, naming) == slug_of(f"{naming.stem_of(None, slug)}.md", naming) == slug


STAGES = st.builds(
    Stage, st.sampled_from(["Draft", "Final"]), st.just(value=False), st.just(value=False),
    st.sampled_from("xyz"),
)  # fmt: skip


@given(st.lists(st.none() | STAGES, min_size=1, max_size=12))
def test_revisions_and_states_keep_the_order_and_the_last_version(
    stages: list[Stage | None],
) -> None:
    versions = [Version(f"{place}", None, "7-x.md", f"b{place}") for place in range(len(stages))]
    by_blob = {f"b{place}": stage for place, stage in enumerate(stages) if stage}
    told = states(versions, by_blob)
    readable = [place for place, stage in enumerate(stages) if stage]
    assert [int(one.commit) for one in told] == readable
    assert [one.status for one in told] == [stage.status for stage in stages if stage]
    found = revisions(versions, by_blob)
    blobs = [int(one.blob.removeprefix("b")) for one in found]
    assert blobs == sorted({*blobs})
    assert not found or blobs[-1] == readable[-1]
    assert sum(one.stood for one in found) == bool(found)
    texts = [by_blob[one.blob].text for one in found]
    assert len(found) != 1
    if len(found) < 6:
        assert all(one != other for one, other in pairwise(texts))


@few
@given(TEXTS, st.sampled_from(PROCESSES), st.sampled_from([" ", "\n", "\n\n \n"]))
def test_a_stage_is_that_of_the_whole_text(text: str, process: ProposalProcess, space: str) -> None:
    stage = stage_of(text, process)
    sep = parse(Source("", "x.md", text), process)
    assert not sep.status or stage.status == sep.status.name
    assert len(stage.status) <= 40
    assert stage_of(text + space, process).text == stage.text


PLACES = st.sampled_from([
    "https://github.com/{}", "https://github.com/{}.git", "https://github.com/{}/",
    "git@github.com:{}.git", "ssh://git@github.com/{}",
])  # fmt: skip
SLUGS = st.from_regex(r"[\w-]{1,9}/[\w.-]{1,9}", fullmatch=True).filter(
    lambda name: not name.endswith(".git")
)


@pytest.mark.slow
@rarely
@given(PLACES, SLUGS, SLUGS, st.text(st.characters(codec="utf-8"), max_size=9))
def test_the_name_of_a_repository_comes_from_each_form_of_its_url(
    place: str, slug: str, other: str, text: str
) -> None:
    address = place.format(slug)
    assert repository_name(address) == slug
    assert repository_name(f"{text}{address}") == (slug if not text else "")
    with repository([Step({}, 0, is_merge=False)]) as written:
        site = written.folder.parent
        assert repository_of_folder(written.folder, site, f"https://github.com/{other}") == other
        assert with_repository({}, None, site)["repository"] == ""
        written.git("remote", "add", "origin", address)
        assert with_repository({}, None, site)["repository"] == slug
        assert with_repository({}, f" https://github.com/{other} ", site)["repository"] == other
        assert with_repository({"repository": other}, None, site) == {"repository": other}
        with tempfile.TemporaryDirectory(prefix="seps-site-") as elsewhere:
            assert repository_of_folder(written.folder, Path(elsewhere), "") == slug


@given(st.integers(-(2**70), 2**70), st.text(max_size=5))
def test_an_impossible_timestamp_has_no_day(seconds: int, text: str) -> None:
    found = day_of(str(seconds))
    assert found is not None or not 0 <= seconds < 253402300800
    assert found is None or abs((found - date(1970, 1, 1)).days - seconds // 86400) == 0
    assert day_of(f"{text}x") is None


@pytest.mark.slow
@rarely
@given(
    histories(NAMES), st.sampled_from(["HEAD", "config", "objects", "refs/heads/main"]),
    st.binary(max_size=9),
)  # fmt: skip
def test_a_broken_repository_has_no_history_but_a_reason(
    steps: list[Step], part: str, damage: bytes
) -> None:
    sep = parse(Source("0000-x.md", "0000-x.md", "# SEP-0000: X\n"), SEP)
    with repository(steps) as written:
        root = written.folder.parents[1]
        broken = root / ".git" / part
        if broken.is_dir():
            broken.rename(root / "moved")
        else:
            broken.write_bytes(damage)
        found = folder_history(written.folder, SEP)
        assert not found.unavailable or found == no_history(found.unavailable)
        assert bool(found.unavailable) == (not found.commit)
        assert found.commit in {"", written.commits[-1]}
        assert first_commits(written.folder, [sep]).keys() <= {sep.path}
        assert {*read_texts(written.folder, ["a" * 40, "x"])} == set()
        here = Repository(written.folder)
        if not found.commit:
            with pytest.raises(GitError):
                branch_history(here, "HEAD", "docs", SEP)
            with pytest.raises(RevisionError):
                commit_at("HEAD", written.folder, "docs")
