"""The face towards MkDocs, which nothing else imports."""
