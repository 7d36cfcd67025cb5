"""The plugin's block of mkdocs.yml: defaults, and every mistake named at once."""

from pathlib import Path

import pytest

from mkdocs_seps.config.settings import Exemption, Settings, SettingsError


def test_defaults(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    settings = Settings.of({}, tmp_path)
    assert settings == Settings(
        base=tmp_path,
        seps_dir=tmp_path / "seps",
        shown="seps",
        path="community/seps",
        drafts="serve",
        repository="",
        branch="main",
        site_links="",
        maintainers=None,
        history=True,
        snapshot=tmp_path / ".seps-snapshot",
        closed="show",
        exempt=(),
    )


def test_every_option_is_read(tmp_path: Path) -> None:
    (tmp_path / "up").mkdir()
    (tmp_path / "MAINTAINERS.md").touch()
    (tmp_path / "site").mkdir()
    options = {
        "seps_dir": "../up",
        "path": "/proposals/",
        "drafts": "always",
        "repository": "me/mine",
        "branch": "trunk",
        "site_links": "https://example.org/",
        "maintainers": "../MAINTAINERS.md",
        "history": False,
        "snapshot": "snap",
        "cards": True,
        "exempt": [{"rule": "missing-field", "seps": [932, "1-a.md"], "reason": "old"}],
    }
    base = tmp_path / "site"
    assert Settings.of(options, base) == Settings(
        base=base,
        seps_dir=tmp_path / "up",
        shown="../up",
        path="proposals",
        drafts="always",
        repository="me/mine",
        branch="trunk",
        site_links="https://example.org",
        maintainers=base / "../MAINTAINERS.md",
        history=False,
        snapshot=base / "snap",
        closed="show",
        exempt=(Exemption("missing-field", ("932", "1-a.md"), "old"),),
        cards=True,
    )


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("seps_dir", "", "seps_dir: must not be empty"),
        ("path", "a//b", "path: must be a path such as 'community/seps', not 'a//b'"),
        ("path", "../up", "path: must be a path such as 'community/seps', not '../up'"),
        ("drafts", "yes", "drafts: must be serve, always, or never, not 'yes'"),
        ("repository", "mine", "repository: must be owner/name, not 'mine'"),
        ("site_links", "ftp://x", "site_links: must be an http or https URL, not 'ftp://x'"),
        ("maintainers", "gone.md", "maintainers: the file 'gone.md' does not exist."),
        ("history", "no", "history: must be true or false, not 'no'"),
        ("cards", "yes", "cards: must be true or false, not 'yes'"),
        ("exempt", {}, "exempt: must be a list, not {}"),
        (
            "exempt",
            [{"rule": "title"}],
            "exempt: each entry must have rule, seps, and reason, not {'rule': 'title'}",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, option: str, value: object, message: str) -> None:
    (tmp_path / "seps").mkdir()
    with pytest.raises(SettingsError) as error:
        Settings.of({option: value}, tmp_path)
    assert str(error.value) == message


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.of({"drafts": 1, "sep_dir": "x"}, tmp_path)
    assert [part.split(":")[0] for part in str(error.value).split("; ")] == [
        "sep_dir",
        "drafts",
        "seps_dir",
    ]


def test_the_policy_takes_origins(tmp_path: Path) -> None:
    (tmp_path / "seps").mkdir()
    allowed = ["https://fonts.example.org", "https://*.example.com:8443"]
    settings = Settings.of({"csp": {"allow": allowed}}, tmp_path)
    assert (settings.csp, settings.csp_allow) == (True, tuple(allowed))
    assert Settings.of({"csp": False}, tmp_path).csp is False
    with pytest.raises(SettingsError) as error:
        Settings.of({"csp": {"allow": ["'unsafe-inline'"], "deny": []}}, tmp_path)
    assert str(error.value) == (
        "csp: unknown key 'deny' (the only key is 'allow'); csp: each entry of 'allow' must be an "
        "origin such as 'https://fonts.example.org', not \"'unsafe-inline'\""
    )
