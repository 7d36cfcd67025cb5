"""Properties of the functions that create files, and change fields, names, and links in them."""

import re
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_seps.config.insertion import has_plugin
from mkdocs_seps.config.processes import parse_process
from mkdocs_seps.config.settings import Settings
from mkdocs_seps.lint.rule import LintContext
from mkdocs_seps.lint.runner import project_context
from mkdocs_seps.markdown import escape
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.fields import FieldRole
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.edits import Edit
from mkdocs_seps.parsing.encoding import decode
from mkdocs_seps.parsing.file_name import file_number, is_sep_name
from mkdocs_seps.parsing.proposal import parse
from mkdocs_seps.workflow import starter
from mkdocs_seps.workflow.draft import (
    LONGEST,
    built_in_template,
    draft_files,
    draft_name,
    draft_text,
    draft_title,
    next_number,
    one_line,
    slug_for,
    template_in,
)
from mkdocs_seps.workflow.environment import git_identity, written
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.field_edits import (
    changed_file,
    check_kept,
    edited,
    line_like,
    reread,
    title_edit,
    value_edit,
)
from mkdocs_seps.workflow.number import COMPLETED, Around, apply_numbering, plan_numbering, rename
from mkdocs_seps.workflow.relink import Move, reconfigured, relinked, relinked_yaml
from mkdocs_seps.workflow.starter import (
    STARTS,
    Answers,
    configuration,
    default_folder,
    ignored,
    new_files,
    process_text,
    proposal_folders,
    to_paste,
)
from mkdocs_seps.workflow.status import plan_move
from tests.support.projects import SEP, canonical
from tests.unit.workflow.scratch import proposal as whole_proposal

from .strategies import (
    DAYS,
    ENCODED,
    FILES,
    LINE,
    MARKED,
    PROCESSES,
    SETTINGS,
    STATUSES,
    TEXTS,
    few,
    proposal,
)

FOLDER = Path(tempfile.gettempdir())
THERE = Move(FOLDER / "s/0-x.md", FOLDER / "s/7-x.md", FOLDER / "docs", FOLDER / "docs/s", "o/r")
BACK = THERE._replace(old=THERE.new, new=THERE.old)
ANSWERS = Answers("Site", "owner/name", "main")


def _other(sep: Sep, changed: set[FieldRole]) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in sep.fields if one.role not in changed]


def _stored(folder: Path, name: str, data: bytes) -> Sep:
    file = folder / name
    file.write_bytes(data)
    text, problems = decode(data)
    return parse(Source(name, name, text, str(file), problems=problems), SEP)


@few
@given(LINE)
def test_a_draft_has_its_title(text: str) -> None:
    template = built_in_template(SEP)
    with suppress(WorkflowError):
        title = draft_title(text, SEP.naming)
        draft = draft_text(template, title, None, "Ada (@ada)", date(2026, 1, 31), SEP)
        sep = proposal(draft, "new.md")
        assert sep.titled
        assert [person.handle for person in sep.authors.members] == ["ada"]
        assert sep.created == date(2026, 1, 31)
        words = re.findall(r"[a-z]{3}\d+", title)
        assert re.findall(r"[a-z]{3}\d+", sep.title) == words


@few
@given(st.text(max_size=20) | LINE)
def test_text_from_the_user_keeps_its_words_on_one_line(text: str) -> None:
    try:
        line = one_line("title", text)
    except WorkflowError:
        assert len(text.strip().splitlines()) != 1 or not "".join(text.split()).isprintable()
        return
    assert line.split() == text.split()
    assert one_line("title", line) == line


# What people write as `user.name`; git itself allows any text.
USERS = st.lists(
    st.text(max_size=3)
    | st.sampled_from([" ", "Ada", "Lovelace", ", ", "@ada", "(", ")", "\n", "é"]),
    max_size=5,
).map("".join)


@few
@given(
    USERS,
    st.sampled_from(["", "ada@x.org", "7+ada@users.noreply.github.com"]),
    st.sampled_from(["", "ada"]),
)
def test_the_user_has_the_name_in_git_and_no_email_address(
    name: str, email: str, handle: str
) -> None:
    name = name.encode("utf-8", "replace").decode().replace("\0", "")
    values = {"user.name": name, "user.email": email, "github.user": handle}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_COUNT", f"{len(values)}")
        for place, (key, value) in enumerate(values.items()):
            patch.setenv(f"GIT_CONFIG_KEY_{place}", key)
            patch.setenv(f"GIT_CONFIG_VALUE_{place}", value)
        try:
            person = git_identity(FOLDER)
        except WorkflowError:
            return
    assert person.name.split() == name.split()
    assert person.handle == ("ada" if "noreply" in email else handle)
    assert not email or email not in written(person)
    author = written(person)
    try:
        author = one_line("author", author)
    except WorkflowError:
        return
    draft = draft_text(built_in_template(SEP), "T", None, written(person), date(2026, 1, 31), SEP)
    assert proposal(draft, "new.md").value(FieldRole.AUTHORS) == author


@few
@given(
    LINE | st.text(max_size=12),
    st.sampled_from(["", "Owner/name"]),
    st.sampled_from(["main", "x/y", "a'b", "no"]),
)
def test_a_new_configuration_has_the_answers(name: str, repository: str, branch: str) -> None:
    name = escape.encodable(name)
    document = yaml.safe_load(configuration(Answers(name, repository, branch)))
    assert document["site_name"] == name
    assert document.get("edit_uri") == (f"edit/{branch}/docs/" if repository else None)
    assert has_plugin(document)


@few
@given(st.lists(st.integers(1, 9999), unique=True, max_size=4))
def test_the_next_number_is_free(numbers: list[int]) -> None:
    catalog = Catalog.of((proposal("# T\n", f"{number}-x.md") for number in numbers), SEP)
    assert all(next_number(catalog) > number for number in numbers)


@few
@given(TEXTS, st.integers(1, 9999))
def test_a_title_gets_the_number(text: str, number: int) -> None:
    sep = proposal(text)
    context = project_context(Catalog.of([sep], SEP), SETTINGS)
    try:
        edit = title_edit(sep, context, number)
    except WorkflowError:
        return
    again = reread(sep, [edit], "")
    assert again.title_line == sep.title_line
    assert LintContext(again, context).sep.heading_number in (number, sep.heading_number)


@few
@given(TEXTS | st.sampled_from(["", "/site/", "site\n.seps-snapshot"]))
def test_adding_ignored_directories_again_changes_nothing(text: str) -> None:
    after = ignored(text)
    assert after.startswith(text)
    assert ignored(after) == after
    added = starter.edited(text, ANSWERS)
    assert added is None or len(added) > len(text)


@few
@given(MARKED)
def test_a_draft_gets_a_valid_file_name(title: str) -> None:
    slug = slug_for(title)
    assert re.fullmatch(r"[a-z0-9]*(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    if slug:
        name = draft_name(title, SEP.naming)
        assert is_sep_name(name)
        assert file_number(name, SEP.naming) == (None, slug)


@pytest.mark.parametrize("role", [FieldRole.STATUS, FieldRole.SPONSOR])
@few
@given(value=st.text(max_size=8))
def test_a_field_gets_its_new_value(role: FieldRole, value: str) -> None:
    sep = proposal(canonical(1))
    try:
        edit = value_edit(sep, role, value)
    except WorkflowError:
        return
    # A backslash at the end is a line break.
    is_text = value == escape.one_line(value) == printable(value) and not value.endswith("\\")
    if value and is_text:
        assert reread(sep, [edit], "").value(role) == value


@few
@given(ENCODED)
def test_renaming_a_file_and_back_restores_references(data: bytes) -> None:
    if b"7-x" not in data:
        assert reconfigured(reconfigured(data, THERE), BACK) == data
        file = FOLDER / "s/2-y.yaml"
        assert relinked_yaml(relinked_yaml(data, file, THERE), file, BACK) == data


@settings(max_examples=8, deadline=None)
@given(ENCODED, st.integers(1, 9999), st.sampled_from(["\n", "\r\n"]))
def test_a_proposal_is_numbered_once_with_all_links_to_it(
    data: bytes, number: int, end: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-numbers-") as root:
        folder = Path(root)
        head = f"# SEP-XXXX: T{end}{end}- **Status**: Draft{end}- **Type**: Process{end}{end}"
        rest = f"## Abstract{end}{end}".encode() + data
        link = b"[abc1](0000-batch.md)\n"
        other = _stored(folder, "2-y.md", link)
        sep = _stored(folder, "0000-batch.md", head.encode() + rest)
        own = Settings.of({"seps_dir": "."}, folder)
        new = f"{number}-batch.md"
        around = Around(folder / "docs")
        try:
            plan = plan_numbering(
                Catalog.of([sep, other], SEP), own, "0000-batch.md", number, around
            )
        except WorkflowError:
            assert sorted(path.name for path in folder.iterdir()) == ["0000-batch.md", "2-y.md"]
            return
        apply_numbering(plan)
        assert sorted(path.name for path in folder.iterdir()) == sorted(["2-y.md", new])
        assert (folder / "2-y.md").read_bytes() == link.replace(b"0000-batch", new[:-3].encode())
        numbered = (folder / new).read_bytes()
        assert numbered.endswith(rest)
        again = Catalog.of([_stored(folder, new, numbered), _stored(folder, "2-y.md", b"")], SEP)
        assert {sep.number for sep in again.seps} == {number, 2}
        plan = plan_numbering(again, own, new, number, around)
        assert not plan.after
        assert apply_numbering(plan) == COMPLETED


@settings(max_examples=8, deadline=None)
@given(data=st.binary(max_size=40), is_folder=st.booleans(), is_taken=st.booleans())
def test_renaming_overwrites_nothing(data: bytes, *, is_folder: bool, is_taken: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-names-") as root:
        old, new = Path(root, "0000-x"), Path(root, "7-x")
        if is_folder:
            old.mkdir()
        inside = Path("README.md") if is_folder else Path()
        (old / inside).write_bytes(data)
        if is_taken:
            new.write_bytes(b"other")
            with pytest.raises(WorkflowError, match="both exist"):
                rename(old, new)
            assert ((old / inside).read_bytes(), new.read_bytes()) == (data, b"other")
            return
        assert rename(old, new).startswith("renamed")
        assert not old.exists()
        assert (new / inside).read_bytes() == data
        assert rename(old, new) == COMPLETED


@few
@given(ENCODED, STATUSES)
def test_an_edit_changes_no_other_bytes(data: bytes, status: Any) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-edits-") as root:
        rest = b"\n## Abstract\n\n" + data
        sep = _stored(Path(root), "1-x.md", b"# SEP-1: T\n\n- **Status**: Drafty\n" + rest)
        if sep.source.problems or not sep.field(FieldRole.STATUS):
            return
        edits = [value_edit(sep, FieldRole.STATUS, status.name)]
        file, changed = changed_file(sep, edits)
        assert edited(sep, edits) == {file: (file.read_bytes(), changed)}
        assert file == Path(root, "1-x.md")
        assert changed == b"# SEP-1: T\n\n- **Status**: " + status.name.encode() + b"\n" + rest


@few
@given(ENCODED)
def test_a_template_is_read_as_written(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-read-") as root:
        folder = Path(root)
        assert template_in(folder, SEP) == built_in_template(SEP)
        assert proposal_folders(folder, SEP, is_own=True) == []
        own = folder / "seps"
        own.mkdir()
        file = own / "TEMPLATE.md"
        file.write_bytes(data)
        read, problems = decode(data)
        try:
            assert template_in(own, SEP) == read
        except WorkflowError:
            assert problems
        assert proposal_folders(folder, SEP, is_own=True) == ["seps"]


@settings(max_examples=150)
@given(FILES)
def test_renaming_a_file_and_back_restores_links(data: bytes) -> None:
    moved, _ = relinked(data, THERE.old.parent / "2-y.md", THERE)
    if b"7-x.md" not in data:
        assert relinked(moved, THERE.old.parent / "2-y.md", BACK)[0] == data
    assert relinked(moved, THERE.old.parent / "2-y.md", THERE)[0] == moved


@few
@given(STATUSES, STATUSES, DAYS)
def test_a_move_changes_the_status_and_no_other_field(old: Any, new: Any, day: date) -> None:
    sep = proposal(whole_proposal(1, old.name))
    catalog = Catalog.of([sep], SEP)
    try:
        move = plan_move(catalog, SETTINGS, sep, new, day)
    except WorkflowError:
        assert old == new
        return
    changed = {FieldRole.STATUS, FieldRole.ACCEPTED}
    assert move.status == new
    assert _other(move.before, changed) == _other(move.after, changed)
    assert all(one.path == sep.path for one in move.obstacles)


@few
@given(TEXTS, st.sampled_from([FieldRole.STATUS, FieldRole.TYPE]), st.integers(1, 9999))
def test_a_new_field_is_below_its_model_or_refused(
    text: str, model: FieldRole, number: int
) -> None:
    sep = proposal(text)
    lines = sep.source.text.split("\n")
    try:
        edit = line_like(sep, model, FieldRole.PULL, f"#{number}")
    except WorkflowError:
        return
    assert edit.lines[0] == lines[edit.first - 1]
    assert len(edit.lines) == 2
    assert f"#{number}" in edit.lines[1]


@few
@given(TEXTS, st.data())
def test_an_edit_that_changes_other_fields_is_refused(text: str, data: st.DataObject) -> None:
    sep = proposal(text)
    check_kept(sep, reread(sep, [], ""), frozenset())
    lines = sep.source.text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    after = reread(sep, [Edit(line, line, ("Other words.",))], "")
    try:
        check_kept(sep, after, frozenset())
    except WorkflowError:
        return
    assert _other(after, set()) == _other(sep, set())


@few
@given(
    st.sampled_from(["", *STARTS]),
    st.from_regex(r"[a-z][a-z .]{0,9}", fullmatch=True),
    st.sampled_from(["", "site", "a/b"]),
    st.sampled_from(["", "o/r"]),
)
def test_the_files_of_a_new_site_are_filled_in(
    start: str, name: str, directory: str, repository: str
) -> None:
    process = PROCESSES[("", *STARTS).index(start)]
    folder = default_folder(process)
    assert folder == folder.lower()
    answers = Answers(name, repository, "main", folder, "x/y", start, directory=directory)
    created = new_files(answers, process)
    assert len(created) == 6 + bool(start)
    for path, text in created.items():
        assert not re.search(r"@(NAME|BRANCH|DIRECTORY|INDEX|FILE|ENTRY)@", text)
        assert text.strip()
        if path.endswith(".yml"):
            assert isinstance(yaml.safe_load(text), dict)
    (pasted,) = yaml.safe_load(to_paste(answers))
    assert pasted == "seps" or [*pasted] == ["seps"]
    if start:
        assert parse_process(process_text(start), "process.toml").naming == process.naming
        assert parse_process(process_text(start, own=False), "x.toml").naming == process.naming


@few
@given(TEXTS)
def test_the_files_of_a_draft_have_all_of_its_text(text: str) -> None:
    for process in PROCESSES:
        written = draft_files(Path("1-x/README.md"), f"---\na: b\n---\n{text}", process)
        assert set(re.findall(r"[a-z]{3}\d", text)) <= set(
            re.findall(r"[a-z]{3}\d", "\n".join(written.values()))
        )
        assert len(written) == 1 + bool(process.metadata)
