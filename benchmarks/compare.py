"""Record everything that the tools print and write, to compare two versions byte for byte.

    python -m benchmarks.compare record before
    python -m benchmarks.compare record after     # with the other version checked out
    python -m benchmarks.compare diff before after

SEPS_CORPUS can name a folder of real SEP files: `landed`, `drafts`, and `seps-history.bundle`. With
it, recording replaces `.seps-snapshot`, and deletes it at the end.
"""

import os
import re
import shutil
import subprocess
import sys
from filecmp import dircmp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("SEPS_CORPUS", "")).resolve()
FIXED = {
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1782864000",
    "SITE_URL": "https://example.org/base/",
    "SEPS_CARDS": "false",
    "COLUMNS": "100",
    "NO_COLOR": "1",
}
FORMATS = ("text", "json", "sarif", "github")


def run(module: str, *words: str, **environment: str) -> bytes:
    """What a program prints, with its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={**os.environ, **FIXED, **environment},
        capture_output=True,
        check=False,
    )
    return b"%s\n%s\nexit code %d\n" % (done.stdout, done.stderr, done.returncode)


def record(out: Path) -> None:
    """Write the site, the findings, the lists, and the export of each folder of proposals."""
    out.mkdir(parents=True)
    folders = {"own": ROOT / "seps"}
    if (CORPUS / "landed").is_dir():
        folders |= {"landed": CORPUS / "landed", "drafts": CORPUS / "drafts"}
        _record_with_snapshot(out)
    for name, folder in folders.items():
        _record_folder(out / name, os.path.relpath(folder, ROOT))
    (out / "rules.txt").write_bytes(run("mkdocs_seps", "rules"))
    listed = re.findall(rb"^  (SEP\d+)", run("mkdocs_seps", "rules"), re.MULTILINE)
    for code in (code.decode() for code in listed):
        (out / f"explain-{code}.txt").write_bytes(run("mkdocs_seps", "explain", code))


def _record_folder(out: Path, folder: str) -> None:
    out.mkdir()
    given = {"SEPS_DIR": folder, "SEPS_DRAFTS": "always"}
    (out / "build.txt").write_bytes(
        _timeless(run("mkdocs", "build", "--strict", "--site-dir", str(out / "site"), **given), out)
    )
    for style in FORMATS:
        (out / f"check.{style}").write_bytes(
            run("mkdocs_seps", "check", "--format", style, **given)
        )
    (out / "list.txt").write_bytes(run("mkdocs_seps", "list", **given))
    for path in sorted((ROOT / folder).glob("[0-9]*.md")):
        shown = run("mkdocs_seps", "show", path.name, **given)
        (out / f"show-{path.stem}.txt").write_bytes(shown)
    exported = run("mkdocs_seps", "export", str(out / "export"), "--drafts", **given)
    (out / "export.txt").write_bytes(_timeless(exported, out))


def _record_with_snapshot(out: Path) -> None:
    """Write the same with the proposals in the pull requests of the recorded history."""
    snapshot = ROOT / ".seps-snapshot"
    clone = out / "clone.git"
    bundle = str(CORPUS / "seps-history.bundle")
    subprocess.run(["git", "clone", "--quiet", "--mirror", bundle, str(clone)], check=True)
    synced = run("mkdocs_seps", "sync", "--repository", str(clone), "--name", "o/n")
    shutil.rmtree(clone)
    try:
        _record_folder(out / "snapshot", os.path.relpath(CORPUS / "landed", ROOT))
        (out / "snapshot/sync.txt").write_bytes(synced)
        shutil.copytree(snapshot, out / "snapshot/taken")
    finally:
        shutil.rmtree(snapshot, ignore_errors=True)


def _timeless(output: bytes, out: Path) -> bytes:
    lines = output.replace(str(out).encode(), b"OUT").splitlines(keepends=True)
    return b"".join(line for line in lines if b"built in" not in line)


def differences(before: Path, after: Path) -> list[str]:
    """The files that differ, or that are only in one of the two folders."""
    found: list[str] = []

    def compare(pair: dircmp[str], place: str) -> None:
        found.extend(f"only before: {place}{name}" for name in pair.left_only)
        found.extend(f"only after: {place}{name}" for name in pair.right_only)
        for name in pair.common_files:
            one, other = (Path(side, name).read_bytes() for side in (pair.left, pair.right))
            if one != other and not name.endswith(".gz"):  # has the current time
                found.append(f"differs: {place}{name}")
        for name, below in sorted(pair.subdirs.items()):
            compare(below, f"{place}{name}/")

    compare(dircmp(before, after, ignore=[]), "")
    return found


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    if command == "record":
        record(Path(paths[0]).resolve())
    else:
        lines = differences(Path(paths[0]), Path(paths[1]))
        print("\n".join([*lines, f"{len(lines)} differences"]))
        sys.exit(1 if lines else 0)
