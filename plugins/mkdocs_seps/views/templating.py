"""The Jinja environment for the plugin's own HTML: everything is escaped by default."""

from base64 import b64decode, b64encode
from functools import lru_cache, partial
from types import CodeType
from typing import ClassVar, Final

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from mkdocs_seps.cache.store import load, save
from mkdocs_seps.model.process import UNRECOGNIZED, ProposalProcess
from mkdocs_seps.views.strings import plural, say, strings

# If an unknown status is longer than this, its badge only says that it is unknown, and the status
# follows the badge.
LONG_STATUS: Final = 16


class Bytecode(BytecodeCache):
    """Keeps compiled templates for the next build, and for other sites that this program builds."""

    _compiled: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from the cache."""
        key = (bucket.key, bucket.checksum)
        if found := load("bytecode", key):
            bucket.bytecode_from_string(b64decode(found))
        elif key in self._compiled:
            bucket.code = self._compiled[key]
            self.dump_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the bucket in the cache."""
        self._compiled[bucket.key, bucket.checksum] = bucket.code
        data = b64encode(bucket.bytecode_to_string()).decode()
        save("bytecode", (bucket.key, bucket.checksum), data)


@lru_cache
def environment(process: ProposalProcess) -> Environment:
    """The environment with this package's templates and the words of the process."""
    env = Environment(
        loader=PackageLoader("mkdocs_seps.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Bytecode(),
    )
    env.globals |= {
        "UNRECOGNIZED": UNRECOGNIZED,
        "LONG_STATUS": LONG_STATUS,
        "say": partial(say, process),
        "plural": partial(plural, process),
        "text": strings(process),
        "process": process,
    }
    return env


def render(process: ProposalProcess, template: str, /, **values: object) -> str:
    """Fill a template by its file name."""
    return environment(process).get_template(template).render(**values)
