"""What the plugin adds to a page's head."""


def insert_head(html: str, fragment: str) -> str:
    """Put a fragment at the end of a page's head; a page without one is left alone."""
    before, end, after = html.partition("</head>")
    return f"{before}{fragment}{end}{after}" if end else html
