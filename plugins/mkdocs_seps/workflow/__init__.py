"""What SEP-1850 asks authors and sponsors to do: plans and edits, without MkDocs."""
