"""Publish and police Specification Enhancement Proposals (SEPs).

The core reads the files of a `seps/` directory into frozen values and knows nothing of MkDocs;
`plugin` is its face towards MkDocs, `cli` its face towards the terminal.
"""

__version__ = "0.1.0"
