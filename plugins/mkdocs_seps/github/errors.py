"""Errors of requests to GitHub. Every command handles them, but few load the client."""


class GitHubError(RuntimeError):
    """A request to GitHub failed; the message has the request and the response.

    `code` is the status code of the response, 0 if there was none.
    """

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class UnsureError(GitHubError):
    """It is unknown whether GitHub applied the change. Check before you retry."""
