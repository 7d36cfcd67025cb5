"""The commands as they are called: `list`, `show`, `labels`, `lifecycle`, `moves`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Settings
from mkdocs_seps.servers.workbench import Workbench
from mkdocs_seps.sync.store import write_snapshot
from tests.unit.conftest import Taker
from tests.unit.sync.repositories import Upstream, text
from tests.unit.workflow.scratch import Scratch, proposal
from tests.unit.workflow.standin import TOKEN, GitHubStandIn, Pull, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def taken(scratch: Scratch, tmp_path: Path) -> Scratch:
    """With two open requests in a snapshot, taken without a token."""
    upstream = Upstream(tmp_path / "upstream.git")
    upstream.request(31, {"seps/31-x.md": text(31, sponsor="None", title="Waiting")})
    upstream.request(32, {"seps/32-x.md": text(32, "Accepted", title="Taken")})
    scratch.write("seps/12-landed.md", proposal(12, "Final", title="Landed"))
    scratch.does(
        "sync", "--repository", str(upstream.folder), "--name", "owner/name", GITHUB_TOKEN=""
    )
    scratch.day = "2026-03-01"
    return scratch


def labeled(scratch: Scratch, labels: dict[int, list[str]]) -> None:
    """As if the snapshot had been taken with a token."""
    file = scratch.root / ".seps-snapshot" / "snapshot.json"
    record = json.loads(file.read_text("utf-8"))
    for request in record["requests"]:
        request["labels"] = labels[request["number"]]
    file.write_text(json.dumps(record), encoding="utf-8")


def closed(scratch: Scratch) -> None:
    """As if GitHub had said that all requests are closed."""
    file = scratch.root / ".seps-snapshot" / "snapshot.json"
    record = json.loads(file.read_text("utf-8"))
    for request in record["requests"]:
        request["state"] = "closed"
    file.write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def github(taken: Scratch) -> Iterator[GitHubStandIn]:
    record = json.loads(taken.read(".seps-snapshot/snapshot.json"))
    pulls = {
        request["number"]: Pull(request["head"], labels=["SEP", "draft"], assignees=["kim"])
        for request in record["requests"]
    }
    with serving(GitHubStandIn(pulls)) as stand_in:
        yield stand_in


def test_the_list(taken: Scratch) -> None:
    assert [line.split() for line in taken.does("list").splitlines()] == [
        ["SEP", "Title", "Status", "Type", "Created", "Sponsor", "Where"],
        ["SEP-32", "Taken", "Accepted", "Standards", "Track", "2026-01-02", "@john", "#32"],
        [
            "SEP-31",
            "Waiting",
            "Draft,",
            "awaiting",
            "sponsor",
            "Standards",
            "Track",
            "2026-01-02",
            "#31",
        ],
        [
            "SEP-12",
            "Landed",
            "Final",
            "Standards",
            "Track",
            "2026-01-31",
            "@kimstone",
            "12-landed.md",
        ],
        ["3", "proposals."],
    ]


def test_what_cannot_be_read_is_missing_from_the_list_with_a_word(scratch: Scratch) -> None:
    (scratch.root / "seps/14-lost.md").symlink_to("nowhere.md")
    done = scratch.seps("list")
    assert done.stdout == "0 proposals.\n"
    assert done.stderr == (
        "seps/14-lost.md: This is a symbolic link that points outside the directory or to "
        "nothing. Replace it with the file.\n"
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--status", "final"), [12]),
        (("--status", "Final", "--status", "Accepted"), [32, 12]),
        (("--type", "Process"), []),
        (("--author", "@jane"), [32, 31]),
        (("--author", "ada"), [12]),
        (("--sponsor", "John Roe"), [32]),
        (("--awaiting-sponsor",), [31]),
    ],
)
def test_filters(taken: Scratch, words: tuple[str, ...], numbers: list[int]) -> None:
    document = json.loads(taken.does("list", "--format", "json", *words))
    assert [sep["number"] for sep in document["seps"]] == numbers


def test_one_proposal(taken: Scratch) -> None:
    assert taken.does("show", "31") == (
        "SEP-31: Waiting\n"
        "\n"
        "Status:        Draft\n"
        "Type:          Standards Track\n"
        "Created:       2026-01-02\n"
        "Author(s):     Jane Doe (@jane)\n"
        "Sponsor:       None\n"
        "PR:            #31\n"
        "Where:         pull request #31\n"
        "\n"
        "Awaiting sponsor: This proposal does not have a sponsor yet.\n"
        "Next: A Maintainer or Core Maintainer agrees to sponsor it.\n"
        "Without a sponsor, it can be closed as Dormant on or after 2026-07-03.\n"
        "Missing or empty sections: Motivation, Specification, Rationale, Backward "
        "Compatibility, Security Implications, Reference Implementation.\n"
        "\n"
        "2026-01-03  first seen: Draft\n"
    )
    document = json.loads(taken.does("show", "seps/12-landed.md", "--format", "json"))
    assert (document["label"], document["status"], document["pull"]) == ("final", "Final", None)


def test_two_open_proposals_with_one_number_are_named_and_shown_by_file(
    scratch: Scratch, upstream: Upstream, take: Taker
) -> None:
    upstream.request(
        31, {"seps/31-x.md": text(31, title="One"), "seps/31-y.md": text(31, title="Other")}
    )
    write_snapshot(take(), scratch.root / ".seps-snapshot")
    assert scratch.refuses("show", "31") == (
        "2 open proposals have the number 31: pull request 31, seps/31-x.md; pull request 31, "
        "seps/31-y.md. Give the name of one of these files."
    )
    for name in ("31-y.md", "seps/31-y.md", "pull request 31, seps/31-y.md"):
        assert scratch.does("show", name).startswith("SEP-31: Other\n")


def test_an_open_proposal_is_found_by_the_name_of_its_file_in_the_pull_request(
    scratch: Scratch, upstream: Upstream, take: Taker
) -> None:
    files = {f"seps/sep-31-{x}.md": text(31, title=x.upper()) for x in ("x", "y")}
    upstream.request(31, files)
    write_snapshot(take(), scratch.root / ".seps-snapshot")
    assert scratch.refuses("show", "31") == (
        "2 open proposals have the number 31: pull request 31, seps/sep-31-x.md; pull request 31, "
        "seps/sep-31-y.md. Give the name of one of these files."
    )
    for name in ("sep-31-y.md", "seps/sep-31-y.md", "pull request 31, seps/sep-31-y.md"):
        assert scratch.does("show", name).startswith("SEP-31: Y\n")
    assert scratch.refuses("show", "31-z.md").startswith("There is no proposal '31-z.md' in seps.")
    # The file in the checkout comes first.
    scratch.write("seps/sep-31-y.md", text(31, title="Local"))
    assert scratch.does("show", "sep-31-y.md").startswith("Local\n")


def test_the_page_and_the_pull_request_of_an_open_proposal_can_be_opened(taken: Scratch) -> None:
    page, pull = (
        "https://example.org/community/seps/31-x/\n",
        "https://github.com/owner/name/pull/31\n",
    )
    assert taken.does("open", "31", "--print") == page
    assert taken.does("open", "seps/31-x.md", "--print") == page
    assert taken.does("open", "31", "--pull", "--print") == pull
    taken.change("mkdocs.yml", "site_url: https://example.org/\n", "")
    assert taken.does("open", "31", "--print") == pull


def test_a_proposal_in_a_pull_request_cannot_be_checked_by_its_number(taken: Scratch) -> None:
    done = taken.seps("check", "31")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "Error: SEP-31 is in a pull request, not in seps. Check out its branch first: "
        "`gh pr checkout 31`.\n"
    )
    done = taken.seps("check", "33")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "Error: There is no proposal '33' in seps. Run `seps list` to list all proposals.\n"
    )


def test_labels_need_a_snapshot_and_know_when_it_has_none(scratch: Scratch, taken: Scratch) -> None:
    assert taken.refuses("labels", GITHUB_TOKEN="").startswith("The snapshot has no labels")
    file = scratch.root / ".seps-snapshot" / "snapshot.json"
    file.unlink()
    assert scratch.refuses("labels").startswith("There is no snapshot in ")


def test_the_report_on_labels(taken: Scratch) -> None:
    labeled(taken, {31: ["SEP", "draft"], 32: ["accepted"]})
    assert taken.does("labels").splitlines()[1:] == [
        "#31           SEP-31: Waiting  Awaiting sponsor  draft   disagrees  +proposal -draft",
        "2 pull requests, 1 correct. Problems: the label does not match the status (1).",
    ]
    document = json.loads(taken.does("labels", "--format", "json"))
    assert (document["requests"], document["drifts"][0]["add"]) == (2, ["proposal"])
    assert taken.does("labels", "--format", "markdown").startswith("## Labels\n\n2 pull requests")


def test_labels_of_what_is_closed_or_landed_are_reported_when_asked_for(
    scratch: Scratch, tmp_path: Path
) -> None:
    upstream = Upstream(tmp_path / "upstream.git")
    landed = proposal(12, "Final", title="Landed")
    upstream.request(12, {"seps/12-landed.md": landed})
    upstream.request(31, {"seps/31-x.md": text(31, "Withdrawn", title="Gone")})
    upstream.land(12, {"seps/12-landed.md": landed})
    scratch.write("seps/12-landed.md", landed)
    scratch.does(
        "sync", "--repository", str(upstream.folder), "--name", "owner/name", GITHUB_TOKEN=""
    )
    assert scratch.refuses("labels", "--all").startswith("The snapshot has no labels")
    labeled(scratch, {12: ["SEP", "accepted"], 31: ["withdrawn", "approved"]})
    closed(scratch)
    assert scratch.does("labels", "--all").splitlines() == [
        "Pull request  Proposal        File       Labels               Finding        Fix",
        (
            "#12           SEP-12: Landed  Final      accepted             disagrees      "
            "+final -accepted"
        ),
        (
            "#31           SEP-31: Gone    Withdrawn  withdrawn, approved  unknown-label  "
            "approved: manually"
        ),
        (
            "2 pull requests, 0 correct. Problems: the label does not match the status (1); an "
            "unknown status label (1)."
        ),
    ]
    assert scratch.does("labels") == "0 pull requests, 0 correct.\n"


def test_labels_are_put_right(taken: Scratch, github: GitHubStandIn) -> None:
    more = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.address}
    github.failures = []
    done = taken.seps("labels", "--apply", **more)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "#31: added proposal, removed draft.",
        "#32: commented, added accepted, removed draft.",
    ]
    assert [pull.labels for pull in github.pulls.values()] == [
        ["SEP", "proposal"],
        ["SEP", "accepted"],
    ]
    assert TOKEN not in done.stdout + done.stderr
    assert taken.seps("labels", "--apply", **more).stderr == ""


@pytest.mark.parametrize("words", [("labels", "--live"), ("lifecycle", "--now", "2026-07-03")])
def test_what_changed_since_the_snapshot_is_left_out_and_counted(
    taken: Scratch, github: GitHubStandIn, words: tuple[str, ...]
) -> None:
    github.pulls[31].head = "f" * 40
    done = taken.seps(*words, GITHUB_TOKEN=TOKEN, GITHUB_API_URL=github.address)
    assert done.stderr == (
        "Skipped 1 proposal: closed, or changed since the snapshot. Run `seps sync` again.\n"
    )
    assert "#32" in done.stdout
    assert "#31" not in done.stdout


def test_labels_that_contradict_each_other_where_there_is_no_file(
    taken: Scratch, github: GitHubStandIn
) -> None:
    more = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.address}
    for pull, label in zip(github.pulls.values(), ("proposal", "accepted"), strict=True):
        pull.labels = ["SEP", label]
    github.pulls |= {
        40: Pull(title="@all | ::error::", labels=["SEP", "draft", "In-Review", "stale"]),
        41: Pull(labels=["accepted", "final"], state="closed"),
        42: Pull(labels=["draft", "stale"]),
    }
    assert taken.does("labels", "--live", **more) == (
        "Pull request  Proposal          File  Labels                   "
        "Finding                       Fix\n"
        "#40           @all | ::error::        draft, In-Review, stale  contradictory, "
        "unknown-label  stale: manually\n"
        "3 pull requests, 2 correct. Problems: more than one status label (1); an unknown "
        "status label (1).\n"
    )
    done = taken.seps("labels", "--apply", **more)
    assert (done.returncode, done.stderr) == (
        0,
        "#40: 'stale' is not a known status label. Remove it manually.\n",
    )
    assert github.pulls[40].labels == ["SEP", "draft", "In-Review", "stale"]


def test_acting_without_a_token_is_refused(taken: Scratch) -> None:
    for words in (("labels", "--apply"), ("labels", "--live"), ("lifecycle", "--apply")):
        assert taken.refuses(*words, GITHUB_TOKEN="").endswith("needs a token. Set GITHUB_TOKEN.")


def test_what_is_due_without_a_token(taken: Scratch) -> None:
    said = taken.does("lifecycle", "--now", "2026-07-03", GITHUB_TOKEN="")
    assert (
        "\n"
        "As of 2026-07-03: 2 open proposals, 2 due, 1 can be closed as dormant. "
        "GITHUB_TOKEN is not set, so comments and reviews are ignored, and assigned "
        "maintainers are not reminded.\n"
    ) in said
    assert (
        "--apply would comment on #31:\n\nThis proposal has had no sponsor since 2026-01-03."
        in said
    )
    document = json.loads(
        taken.does("lifecycle", "--now", "2026-07-02", "--format", "json", GITHUB_TOKEN="")
    )
    assert [
        (one["request"], one["dormant_on"], one["may_be_closed"]) for one in document["proposals"]
    ] == [
        (32, None, False),
        (31, "2026-07-03", False),
    ]


def test_what_is_due_is_said_and_closing_is_named(taken: Scratch, github: GitHubStandIn) -> None:
    more = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.address}
    dry = taken.seps("lifecycle", "--now", "2026-07-03", **more)
    assert "Without GITHUB_TOKEN" not in dry.stdout
    assert not any(asked.startswith("POST") for asked in github.asked)
    assert dry.returncode == 0
    github.today = "2026-07-03"
    done = taken.seps("lifecycle", "--now", "2026-07-03", "--apply", **more)
    assert done.stderr.splitlines() == ["#32: commented.", "#31: commented."]
    again = taken.seps("lifecycle", "--now", "2026-07-04", "--apply", "--close", "31", **more)
    assert again.stderr.splitlines() == ["#31: commented, added dormant, removed draft, closed."]
    assert github.pulls[31].state == "closed"
    assert taken.seps("lifecycle", "--close", "31").returncode == 2
    assert taken.seps("lifecycle", "--apply", "--close", "99", **more).returncode == 2


def test_a_part_that_fails_is_told_and_fails_the_run(taken: Scratch, github: GitHubStandIn) -> None:
    github.failures = [("POST comments", 403)]
    more = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.address}
    done = taken.seps("labels", "--apply", **more)
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first == "#31: added proposal, removed draft."
    assert second.startswith(
        "#32: nothing changed. GitHub refuses /repos/owner/name/issues/32/comments: 403"
    )
    again = taken.seps("labels", "--apply", **more)
    assert again.stderr == "#32: commented, added accepted, removed draft.\n"


@pytest.fixture
def moved(scratch: Scratch) -> Scratch:
    scratch.write("seps/12-x.md", proposal(12))
    scratch.write("MAINTAINERS.md", "- [Lee](https://github.com/lee)\n")
    scratch.change("mkdocs.yml", "      drafts: always\n", "      maintainers: MAINTAINERS.md\n")
    scratch.versioned()
    scratch.change("seps/12-x.md", "Draft", "Accepted")
    scratch.write("seps/13-y.md", proposal(13, "Final"))
    return scratch


MOVED = (
    "seps/12-x.md:3: @mallory, neither the sponsor nor a maintainer, moved SEP-12 from "
    "Draft to Accepted. Ask the sponsor to confirm it (SEP-1850, section 7).\n"
)


def test_moves_by_somebody_else_are_told(moved: Scratch) -> None:
    said = moved.does("moves", "--since", "HEAD", "--actor", "mallory")
    assert said == (
        f"{MOVED}seps/13-y.md:3: @mallory, neither the sponsor nor a maintainer, moved "
        "SEP-13 to Final. Ask the sponsor to confirm it (SEP-1850, section 7).\n"
        "2 status changes need confirmation from the sponsor or a maintainer.\n"
    )
    annotations = moved.does(
        "moves", "--since", "HEAD", "--format", "github", GITHUB_ACTOR="mallory"
    )
    assert annotations.startswith(
        "::warning file=seps/12-x.md,line=3,title=Status changed::@mallory"
    )


def test_sponsors_and_maintainers_may_move(moved: Scratch) -> None:
    nobody = "All status changes were made by the sponsor or a maintainer.\n"
    assert moved.does("moves", "--since", "HEAD", "--actor", "lee") == nobody
    assert "SEP-12" not in moved.does("moves", "--since", "HEAD", "--actor", "KimStone")


def test_without_status_changes_nobody_made_any(moved: Scratch) -> None:
    (moved.root / "seps/13-y.md").unlink()
    moved.change("seps/12-x.md", "Accepted", "Draft")
    moved.change("seps/12-x.md", "## Motivation", "## Motivation\n\nMore.")
    words = ("moves", "--since", "HEAD", "--actor", "mallory")
    assert moved.does(*words) == "There are no status changes.\n"
    assert moved.does(*words, "--format", "markdown") == (
        "## Status changes\n\nThere are no status changes.\n\n"
    )


def test_who_enters_themselves_among_the_maintainers_is_none_yet(moved: Scratch) -> None:
    moved.change("MAINTAINERS.md", "Lee", "M](https://github.com/mallory)\n- [Lee")
    assert moved.does("moves", "--since", "HEAD", "--actor", "mallory").startswith(MOVED)


@pytest.mark.parametrize("path", ["mkdocs.yml", "mkdocs.yaml"])
def test_a_change_does_not_configure_what_it_is_judged_by(moved: Scratch, path: str) -> None:
    if path == "mkdocs.yaml":
        moved.git("mv", "mkdocs.yml", "mkdocs.yaml")
        moved.git("commit", "-qm", "Rename", "--", "mkdocs.yml", "mkdocs.yaml")
    moved.write("OURS.md", "- [M](https://github.com/mallory)\n")
    moved.write("mkdocs.yml", "plugins: [{seps: {maintainers: OURS.md, seps_dir: docs}}]\n")
    moved.git("add", "-A")
    assert moved.does("moves", "--since", "HEAD", "--actor", "mallory").startswith(MOVED)


def test_a_list_of_maintainers_that_gets_another_name_counts_under_its_old_one(
    moved: Scratch,
) -> None:
    moved.git("mv", "MAINTAINERS.md", "PEOPLE.md")
    moved.change("mkdocs.yml", "MAINTAINERS.md", "PEOPLE.md")
    assert moved.does("moves", "--since", "HEAD", "--actor", "lee").startswith("All status changes")


@pytest.mark.parametrize("changed", ["the list", "the configuration"])
def test_of_a_request_pushed_in_parts_the_configuration_of_its_base_counts(
    moved: Scratch, changed: str
) -> None:
    """First mallory becomes a maintainer, then the status moves: neither push is the base."""
    moved.git("stash", "--include-untracked", "--quiet")
    if changed == "the list":
        moved.change("MAINTAINERS.md", "Lee", "M](https://github.com/mallory)\n- [Lee")
    else:
        moved.write("OURS.md", "- [M](https://github.com/mallory)\n")
        moved.git("add", "--all")
        moved.git("commit", "-qm", "Add a list that nobody reads")
        moved.change("mkdocs.yml", "MAINTAINERS.md", "OURS.md")
    moved.git("add", "--all")
    moved.git("commit", "-qm", "Become a maintainer")
    moved.git("stash", "pop", "--quiet")
    asked = ("moves", "--since", "HEAD", "--actor", "mallory")
    assert moved.does(*asked) == "All status changes were made by the sponsor or a maintainer.\n"
    assert moved.does(*asked, "--base", "HEAD~").startswith(MOVED)
    assert moved.refuses(*asked, "--base", "gone") == (
        "git cannot find the revision 'gone'. Check its name; in CI, fetch it first "
        "(`fetch-depth: 0`)."
    )


def test_what_git_does_not_know_counts_as_it_is(moved: Scratch) -> None:
    moved.git("rm", "--quiet", "--cached", "mkdocs.yml", "MAINTAINERS.md")
    moved.git("commit", "-qm", "Keep them elsewhere")
    assert moved.does("moves", "--since", "HEAD", "--actor", "lee").startswith("All status changes")


def test_who_names_themselves_sponsor_is_told(moved: Scratch) -> None:
    moved.change("seps/12-x.md", "Kim Stone (@kimstone)", "M (@mallory)")
    said = moved.does("moves", "--since", "HEAD", "--actor", "mallory")
    assert said.startswith(
        "seps/12-x.md:3: @mallory, who is not a maintainer, moved SEP-12 from Draft to Accepted, "
        "adding themselves as sponsor. Ask a maintainer to confirm it (SEP-1850, section 7).\n"
    )


def test_without_a_sponsor_a_maintainer_is_asked(moved: Scratch) -> None:
    moved.change("seps/12-x.md", "Kim Stone (@kimstone)", "None")
    said = moved.does("moves", "--since", "HEAD", "--actor", "mallory")
    assert said.startswith(
        "seps/12-x.md:3: @mallory, who is not a maintainer, moved SEP-12 from Draft to Accepted. "
        "Ask a maintainer to confirm it (SEP-1850, section 7).\n"
    )


def test_without_a_list_of_maintainers_nobody_is_said_not_to_be_one(moved: Scratch) -> None:
    moved.change("mkdocs.yml", "      maintainers: MAINTAINERS.md\n", "")
    moved.git("commit", "-qm", "Drop the list", "--", "mkdocs.yml")
    said = moved.does("moves", "--since", "HEAD", "--actor", "mallory")
    assert said.startswith("seps/12-x.md:3: @mallory, who is not the sponsor, moved SEP-12 ")
    moved.change("seps/12-x.md", "Kim Stone (@kimstone)", "None")
    said = moved.does("moves", "--since", "HEAD", "--actor", "mallory")
    assert said.startswith(
        "seps/12-x.md:3: @mallory, who is not known to be a maintainer, moved SEP-12 "
    )


def test_moves_without_git_or_revision(moved: Scratch) -> None:
    assert moved.refuses("moves", "--since", "x", "--actor", "a").startswith(
        "git cannot find the revision"
    )
    done = moved.refuses("moves", "--since", "HEAD", "--actor", "a", PATH=os.devnull)
    assert "needs git" in done


BATCHES = (
    "A batch carries several calls in one envelope. The envelope has an ordinal for each call, and "
    "the receiver answers with a bundle of replies in the same sequence. Latency on satellite "
    "radio shrinks, because one handshake suffices."
)
OTHERS = [
    "Colors follow the scheme of a terminal.",
    "Pages have cursors.",
    "Audio has a sampling rate.",
    "Signatures carry a checksum.",
    "Regions keep data at home.",
    "Charters name a facilitator.",
    "Cards describe an implementation.",
    "Tokens expire at midnight.",
]


def test_the_check_compares_with_open_pull_requests_but_not_with_ones_own(
    scratch: Scratch, upstream: Upstream, take: Taker
) -> None:
    for number, other in enumerate(OTHERS, start=1):
        scratch.write(f"seps/{number}-x{number}.md", text(number, title=f"T{number}", body=other))
    # A draft, and the pull request that gives it a number; one that names its pull request.
    scratch.write("seps/0000-batches.md", text("0000", title="Batches", body=BATCHES))
    upstream.request(31, {"seps/31-batches.md": text(31, title="Batches", body=BATCHES)})

    def similar() -> list[str]:
        write_snapshot(take(), scratch.root / ".seps-snapshot")
        found = json.loads(scratch.seps("check", "--format", "json").stdout)["findings"]
        return [
            f"{one['path']}: {one['severity']}: {one['message']}"
            for one in found
            if one["rule"] == "similar-proposal"
        ]

    assert similar() == []
    named = text("0000", title="Envelopes", body=BATCHES).replace("#0000", "#31")
    (scratch.root / "seps" / "0000-batches.md").unlink()
    scratch.write("seps/0000-envelopes.md", named)
    assert similar() == []
    upstream.request(32, {"seps/32-bundles.md": text(32, title="Bundles", body=BATCHES)})
    (one,) = similar()
    assert one.startswith(
        "seps/0000-envelopes.md: info: This is similar to SEP-32: Bundles, which is in an open "
        "pull request. Both use the words "
    )
    options = {"seps_dir": "seps", "repository": "owner/name", "history": False}
    bench = Workbench(Settings.of(options, scratch.root))
    in_editor = bench.findings("0000-envelopes.md", named)
    assert "similar-proposal" in {finding.rule for finding in in_editor}
    scratch.change("seps/0000-envelopes.md", "- **PR**", "- **Related**: SEP-32\n- **PR**")
    assert similar() == []
    (scratch.root / ".seps-snapshot" / "snapshot.json").write_text("{", encoding="utf-8")
    assert "is not a valid snapshot" in scratch.seps("check").stderr
