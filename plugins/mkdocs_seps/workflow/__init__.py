"""The steps that SEP-1850 requires of authors and sponsors: plans and edits, without MkDocs."""
