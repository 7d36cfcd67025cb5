"""Run git with fixed arguments, without a shell, and without the user's or repository's settings.

The repository can be hostile. Its hooks, pagers, external diffs, signature programs, and transports
never run. Reading allows no protocol, so the configuration of a filtered clone cannot make git
fetch through a command.
"""

import logging
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

log = logging.getLogger(__name__)

# Seconds. A first fetch of a large repository takes minutes, reading takes seconds.
READ_TIMEOUT: Final = 300.0
FETCH_TIMEOUT: Final = 1800.0

# Maximum output of one command; the log of the largest real repository has about 20 MB.
MOST_OUTPUT: Final = 1024 * 1024 * 1024

_CONFIG: Final = (
    "safe.directory=*",  # nothing in the repository is executed, so its owner does not matter
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.quotePath=true",
    "diff.external=",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "log.showSignature=false",
    "log.mailmap=false",
    "maintenance.auto=false",
)
_PROTOCOLS: Final = "file:git:https:ssh"
_REMOTE: Final = re.compile(
    r"(?:https|ssh|git|file)://[^\s\x00-\x1f]+|[\w.-]+@[\w.-]+:[^\s\x00-\x1f]+"
)


class GitError(RuntimeError):
    """Git is missing or failed; the message says which command and why."""


class Repository(NamedTuple):
    """A repository on disk: a work tree, or with `bare`, a clone without one.

    A folder that looks like a bare repository is not used as one: it can be part of a checkout,
    with a configuration that runs commands.
    """

    path: Path
    bare: bool = False

    @contextmanager
    def output(
        self,
        *arguments: str,
        text: bytes = b"",
        timeout: float = READ_TIMEOUT,
        protocols: str = "none",
    ) -> Iterator[BinaryIO]:
        """Run a command and return its output as a file; `text` is the standard input.

        Raises GitError when git is missing, fails, takes too long, or prints too much.
        """
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
            source.write(text)
            source.seek(0)
            words = ("--git-dir=.", *arguments) if self.bare else arguments
            _run(self.path, words, source, target, timeout, protocols)
            if target.tell() > MOST_OUTPUT:
                raise GitError(f"git {arguments[0]} printed more than {MOST_OUTPUT} bytes.")
            target.seek(0)
            yield target

    def read(self, *arguments: str, text: bytes = b"") -> bytes:
        """The whole output of a command. Use `output` if it can be long. Raises GitError."""
        with self.output(*arguments, text=text) as out:
            return out.read()

    def fetch(self, arguments: Sequence[str], text: bytes = b"") -> None:
        """Fetch from a remote: the only command that uses the network. Raises GitError."""
        command = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", *arguments)
        with self.output(*command, text=text, timeout=FETCH_TIMEOUT, protocols=_PROTOCOLS):
            pass

    def move(self, old: str, new: str) -> None:
        """Rename a tracked file without running the repository's filters. Raises GitError."""
        names = self.read("config", "--null", "--name-only", "--list").split(b"\0")
        filters = sorted({name.rpartition(b".")[0] for name in names if name[:7] == b"filter."})
        without = [
            (os.fsdecode(name) + setting, value)
            for name in filters
            for setting, value in ((".clean", ""), (".process", ""), (".required", "false"))
        ]
        _run(self.path, ("mv", "--", old, new), settings=without)

    def commit(self, revision: str) -> str:
        """The full id of the commit with this name; empty if there is none."""
        return self._id(f"{revision}^{{commit}}")

    def blob(self, commit: str, name: str) -> str:
        """The id of a file in this folder at a commit; empty if there is none."""
        return self._id(f"{commit}:./{name}")

    def _id(self, name: str) -> str:
        try:
            found = self.read("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        except GitError:
            return ""
        return found.decode("ascii", "replace").strip()

    def tracks(self, name: str) -> bool:
        """Whether git tracks this file in the folder; false without a repository or git."""
        try:
            return bool(self.read("ls-files", "-z", "--", f":(literal){name}"))
        except GitError:
            return False

    @property
    def is_shallow(self) -> bool:
        """Whether the clone is shallow, so its history is incomplete. Raises GitError."""
        return self.read("rev-parse", "--is-shallow-repository").strip() == b"true"


def is_remote(place: str) -> bool:
    """Whether this is the URL of a remote repository with an allowed protocol."""
    return not place.startswith("-") and bool(_REMOTE.fullmatch(place))


def create_mirror(path: Path) -> Repository:
    """Create a bare repository to fetch into, or reuse an existing one."""
    if not (path / "HEAD").is_file():
        path.mkdir(parents=True, exist_ok=True)
        _run(path, ("init", "--quiet", "--bare", "--initial-branch=main", "--template=", "."))
    return Repository(path, bare=True)


def _run(  # noqa: PLR0913, PLR0917 - one call, one process
    path: Path,
    arguments: Sequence[str],
    source: BinaryIO | int = subprocess.DEVNULL,
    target: BinaryIO | int = subprocess.DEVNULL,
    timeout: float = READ_TIMEOUT,
    protocols: str = "none",
    settings: Sequence[tuple[str, str]] = (),
) -> None:
    options = [word for setting in _CONFIG for word in ("-c", setting)]
    command = next(word for word in arguments if not word.startswith("-"))
    log.debug("git %s", " ".join(arguments))
    try:
        done = subprocess.run(
            ["git", "--no-pager", *options, *arguments],
            cwd=path,
            env=_environment(protocols, settings),
            stdin=source,
            stdout=target,
            stderr=subprocess.PIPE,
            timeout=timeout,
            check=False,
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GitError(
            NO_GIT if path.is_dir() else f"The directory {path} does not exist."
        ) from error
    except OSError as error:
        raise GitError(f"git cannot be run in {path}: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {command} took more than {timeout:.0f} seconds.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        # The last line is often advice; an earlier line says what is wrong.
        wrong = [line for line in said if line.startswith(("fatal: ", "error: "))] or said[-1:]
        reason = wrong[0][:300] if wrong else f"exit code {done.returncode}"
        raise GitError(f"git {command} failed: {reason}")


NO_GIT: Final = "git is not installed."


def _environment(protocols: str, settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The environment with our own `GIT_*` variables instead of the user's.

    `settings` override the repository's configuration.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_COUNT": str(len(settings)),
        **{f"GIT_CONFIG_KEY_{index}": key for index, (key, _) in enumerate(settings)},
        **{f"GIT_CONFIG_VALUE_{index}": value for index, (_, value) in enumerate(settings)},
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
