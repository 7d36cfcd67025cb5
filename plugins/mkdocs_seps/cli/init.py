"""`seps init`: start a site for proposals."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from mkdocs_seps.cli.context import spoken
from mkdocs_seps.cli.selection import read_configuration
from mkdocs_seps.cli.verbosity import tell
from mkdocs_seps.config.file import NAMES, read_document
from mkdocs_seps.config.insertion import has_plugin
from mkdocs_seps.config.processes import default_process, parse_process
from mkdocs_seps.config.settings import Settings, is_repository
from mkdocs_seps.files.atomic import create, only_one
from mkdocs_seps.files.atomic import replace as replace_file
from mkdocs_seps.git.history import repository_name
from mkdocs_seps.git.runner import GitError, Repository
from mkdocs_seps.lint.formats.report import Report
from mkdocs_seps.lint.formats.text import statistics
from mkdocs_seps.lint.runner import Scope, check
from mkdocs_seps.markdown.escape import printable
from mkdocs_seps.model.findings import Severity
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.wording import many
from mkdocs_seps.parsing.file_name import file_number
from mkdocs_seps.project.clock import today
from mkdocs_seps.project.directory import read_directory
from mkdocs_seps.project.loading import load_project
from mkdocs_seps.workflow.draft import draft_files, draft_name, draft_text, draft_title
from mkdocs_seps.workflow.environment import git_identity, written
from mkdocs_seps.workflow.errors import WorkflowError
from mkdocs_seps.workflow.starter import (
    PROCESS,
    STARTS,
    Answers,
    configuration,
    default_folder,
    edited,
    ignored,
    new_files,
    process_text,
    proposal_folders,
    to_paste,
)


class _Plan(NamedTuple):
    """What will be written: a path, its new text, and whether the file exists."""

    path: str
    text: str
    exists: bool


@click.command("init")
@click.option("--name", metavar="TEXT", help="Name of the site. By default, the directory name.")
@click.option(
    "--repository",
    metavar="OWNER/NAME",
    help="Repository on GitHub. By default, the git remote `origin`.",
)
@click.option("--branch", help="Main branch. By default, the current branch, or main.")
@click.option(
    "--process",
    "start",
    type=click.Choice(STARTS),
    help="Process to start from; also writes process.toml. By default, the process of the Model "
    "Context Protocol.",
)
@click.option("--proposal", metavar="TITLE", help="Title of a first proposal to create.")
@click.option("--yes", is_flag=True, help="Do not prompt; use the options and the defaults.")
@click.option("--dry-run", is_flag=True, help="List the files, without writing any.")
def command(  # noqa: PLR0913 - one parameter per option
    *,
    name: str | None,
    repository: str | None,
    branch: str | None,
    start: str | None,
    proposal: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Set up a site for proposals.

    Creates a configuration, pages, a template, and GitHub workflows in the current directory.
    Existing files are not changed, except that the plugin is added to mkdocs.yml, and generated
    directories to .gitignore.

    \b
    Examples:
      seps init
      seps init --yes --name "Our proposals" --proposal "Batch calls for slow connections"
      seps init --process adr
      seps init --dry-run
    """
    root = Path.cwd()
    with spoken():
        ask = not (yes or dry_run)
        process = _process(root, start or "")
        answers = _placed(_answers(root, name, repository, branch, ask=ask), root, process, start)
        if proposal is None and ask:
            proposal = click.prompt("Title of a first proposal (optional)", default="", err=True)
        had_proposals = (root / answers.seps_dir).is_dir()
        with only_one(root):
            plans = [
                *_plans(root, answers, process),
                *_first(root, answers, process, proposal or ""),
            ]
            config = _config_file(root)
            for plan in plans:
                _carry_out(root, plan, dry_run=dry_run)
    if config and not any(plan.path == config.name for plan in plans):
        _say_what_to_paste(config, answers)
    new = frozenset(plan.path for plan in plans)
    found = _findings(root, answers, process, new) if had_proposals else ()
    for line in (*_unread(root, answers, process), *found):
        click.echo(line)
    if not dry_run:
        for line in _advice(root, answers, plans):
            tell(line)


def _answers(
    root: Path, name: str | None, repository: str | None, branch: str | None, *, ask: bool
) -> Answers:
    """The answers: from options, from prompts, or detected in the directory."""

    def answer(
        question: str, given: str | None, suggested: str, read: Callable[[str], str] = str.strip
    ) -> str:
        if given is not None or not ask:
            return suggested if given is None else read(given)
        return str(click.prompt(question, default=suggested, err=True, value_proc=read))

    return Answers(
        name=answer("Name of the site", name, _title(root.name)),
        repository=answer(
            "Repository on GitHub (owner/name, or its URL)", repository, _remote(root), _slug
        ),
        branch=answer("Main branch", branch, _branch(root)),
        existing=_config_file(root) is not None,
        directory=_directory(root),
    )


def _process(root: Path, start: str) -> ProposalProcess:
    """The process of the site. Raises WorkflowError if the site already has one."""
    if not start:
        return default_process()
    config = _config_file(root)
    if config and has_plugin(read_document(config)):
        raise WorkflowError(
            f"{config.name} already has the plugin. Create only the process file: "
            f"`seps process init {start} --output {PROCESS}`."
        )
    if (root / PROCESS).exists():
        raise WorkflowError(f"{PROCESS} already exists. Rename it first.")
    return parse_process(process_text(start), f"{start}.toml")


def _placed(answers: Answers, root: Path, process: ProposalProcess, start: str | None) -> Answers:
    """The answers, with the folder of the proposals: an existing one, or the usual one."""
    folders = proposal_folders(root, process, is_own=not start)
    if not start:
        return replace(answers, seps_dir=folders[0]) if folders else answers
    folder = folders[0] if folders else default_folder(process)
    return replace(answers, process=start, seps_dir=folder, path=folder.lower())


def _slug(text: str) -> str:
    """The owner and name of a repository, from `owner/name` or a URL. Raises UsageError."""
    text = text.strip()
    found = text if is_repository(text) else repository_name(text)
    if text and not found:
        raise click.UsageError(f"The repository '{text}' is not of the form owner/name.")
    return found


def _directory(root: Path) -> str:
    """The path of this directory in its git repository; empty at the root or without one."""
    try:
        prefix = Repository(root).read("rev-parse", "--show-prefix")
    except GitError:
        return ""
    return prefix.decode("utf-8", "replace").strip().rstrip("/")


def _title(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}" or "Proposals"


def _remote(root: Path) -> str:
    try:
        address = Repository(root).read("remote", "get-url", "origin")
    except GitError:
        return ""
    return repository_name(address.decode("utf-8", "replace").strip())


def _branch(root: Path) -> str:
    try:
        head = Repository(root).read("symbolic-ref", "--short", "HEAD")
    except GitError:
        return "main"
    return head.decode("utf-8", "replace").strip() or "main"


def _config_file(root: Path) -> Path | None:
    return next((root / name for name in NAMES if (root / name).is_file()), None)


def _plans(root: Path, answers: Answers, process: ProposalProcess) -> Iterator[_Plan]:
    config, docs = _config_file(root), "docs"
    if config is None:
        yield _Plan(NAMES[0], configuration(answers), exists=False)
    else:
        document = read_document(config)
        docs = str(document.get("docs_dir") or docs)
        text = config.read_bytes().decode("utf-8")
        changed = edited(text, answers)
        if changed is not None and changed != text:
            yield _Plan(config.name, changed, exists=True)
    for path, text in new_files(answers, process, docs).items():
        if not (root / path).exists():
            yield _Plan(path, text, exists=False)
    file = root / ".gitignore"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if (complete := ignored(text)) != text:
        yield _Plan(file.name, complete, exists=file.is_file())


def _first(root: Path, answers: Answers, process: ProposalProcess, title: str) -> Iterator[_Plan]:
    """The first proposal, if requested."""
    if not title.strip():
        return
    title = draft_title(title, process.naming)
    number = None if process.numbered_by_request else _next_number(root, answers, process)
    path = f"{answers.seps_dir}/{draft_name(title, process.naming, '', number)}"
    if (root / path).exists():
        raise WorkflowError(f"{path} already exists. Choose another title.")
    template = new_files(answers, process)[f"{answers.seps_dir}/TEMPLATE.md"]
    kind, author = next(iter(process.types), None), written(git_identity(root))
    text = draft_text(template, title, kind, author, today(), process, number)
    for file, content in draft_files(Path(path), text, process).items():
        yield _Plan(file.as_posix(), content, exists=False)


def _next_number(root: Path, answers: Answers, process: ProposalProcess) -> int:
    """The number after the highest one in an existing folder."""
    folder = root / answers.seps_dir
    sources = read_directory(folder, process, "").sources if folder.is_dir() else ()
    return max((file_number(one.name, process.naming)[0] or 0 for one in sources), default=0) + 1


def _carry_out(root: Path, plan: _Plan, *, dry_run: bool) -> None:
    file = root / plan.path
    if not dry_run:
        file.parent.mkdir(parents=True, exist_ok=True)
        write = replace_file if plan.exists else create
        write(file, plan.text.encode("utf-8"))
    verbs = ("Would add to", "Would create") if dry_run else ("Added to", "Created")
    say = click.echo if dry_run else tell
    say(f"{verbs[0] if plan.exists else verbs[1]} {printable(plan.path)}.")


def _say_what_to_paste(config: Path, answers: Answers) -> None:
    if not has_plugin(read_document(config)):
        click.echo(f"Add this to `plugins` in {config.name}:\n{to_paste(answers)}")


def _advice(root: Path, answers: Answers, plans: Sequence[_Plan]) -> Iterator[str]:
    """The next steps for the user."""
    config = _config_file(root)
    document = read_document(config) if config else {}
    theme = document.get("theme")
    theme_name = theme.get("name") if isinstance(theme, dict) else theme
    if config and theme_name not in (None, "material"):
        yield f"The theme is {theme_name}, but the pages are designed for Material. Use `material`."
    if "nav" in document and answers.index not in str(document["nav"]):
        yield f"Add `{answers.index}` to `nav` in {config.name if config else NAMES[0]}."
    if answers.existing and config and any(plan.path == config.name for plan in plans):
        yield (
            f"In {config.name}, `csp: false` turns off the content security policy, which would "
            "block fonts and scripts from other hosts. To use it, set `csp: {allow: [...]}`."
        )
    if not answers.repository:
        yield (
            "The repository on GitHub is unknown, so no page links to pull requests. Once it "
            "exists, set `repo_url` in mkdocs.yml."
        )
    if answers.process:
        yield f"Edit {PROCESS}, then run `seps process check {PROCESS}`."
    yield "Next: `mkdocs serve` shows the site, and `seps new TITLE` creates a proposal."
    if any("/workflows/" in plan.path for plan in plans):
        yield (
            "Then commit the files and push them. On GitHub, under Settings > Pages, set the "
            "source to GitHub Actions; in the workflows, replace `@main` with the hash of a "
            "mkdocs-seps commit."
        )


def _unread(root: Path, answers: Answers, process: ProposalProcess) -> Iterator[str]:
    """Report what an existing folder has: proposals, unread files, and files without a number."""
    folder, shown = root / answers.seps_dir, answers.seps_dir
    if not folder.is_dir():
        return
    directory, naming = read_directory(folder, process, shown), process.naming
    if directory.sources:
        yield f"{shown}/ has {many(len(directory.sources), 'proposal')}."
    for file in directory.unread:
        yield printable(f"{file.path}: {file.problem.message} {file.problem.help}")
    nameless = [
        source.path
        for source in directory.sources
        if not file_number(source.name, naming)[0]
        and not source.name.startswith(naming.stem_of(None, ""))
    ]
    for path in nameless[:5]:
        yield printable(f"{path} has no number in its name, so it is a draft.")
    if len(nameless) > 5:
        yield f"{len(nameless) - 5} more files have no number in their names."


def _settings(root: Path, answers: Answers, process: ProposalProcess) -> Settings:
    """The settings of the site, from its configuration if the plugin is in it."""
    config = _config_file(root)
    if config and has_plugin(read_document(config)):
        return Settings.of(read_configuration(config, root).options, root)
    options = {"seps_dir": answers.seps_dir, "repository": answers.repository}
    return replace(Settings.of(options, root), process=process)


def _findings(
    root: Path, answers: Answers, process: ProposalProcess, new: Collection[str]
) -> Iterator[str]:
    """A summary of the findings in the files that existed before."""
    settings = _settings(root, answers, process)
    directory, catalog = load_project(settings)
    scope = Scope(config="", others=directory.others)
    found = check(catalog, directory.unread, settings=settings, scope=scope)
    old = (one for one in found if one.path not in new)
    report = Report(
        tuple(one for one in old if one.severity > Severity.INFO), settings.process, {}, 0
    )
    if report.findings:
        count = many(len(report.findings), "error or warning", "errors and warnings")
        yield f"In the existing files, `seps check` reports {count}:"
        yield from statistics(report)
        yield (
            "`seps check --fix` fixes those with only one correct fix; `seps check` shows the rest."
        )
