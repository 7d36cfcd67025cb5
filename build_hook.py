"""Add the full text of the license to the wheel and the sdist, from a package that includes it."""

from importlib.metadata import files
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NAME = "LICENSE-APACHE-2.0.txt"


class LicenseText(BuildHookInterface[Any]):
    """Adds the file to the wheel and the sdist, but not to an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file. Raises FileNotFoundError if packaging no longer includes the text."""
        if version == "editable":
            return
        found = [path for path in files("packaging") or () if path.name == "LICENSE.APACHE"]
        if not found:
            raise FileNotFoundError(
                "packaging no longer includes LICENSE.APACHE. Use another package."
            )
        place = f"mkdocs_seps/{_NAME}" if self.target_name == "wheel" else _NAME
        build_data["force_include"][str(found[0].locate())] = place
