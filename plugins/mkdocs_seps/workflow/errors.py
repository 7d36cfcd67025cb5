"""The error for a workflow step that cannot be taken."""


class WorkflowError(ValueError):
    """A step that cannot be taken; the message says what is wrong, where, and how to fix it."""
