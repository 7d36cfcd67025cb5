"""`robots.txt`: everything may be read, and where the sitemap is."""


def robots_txt(site_url: str) -> str:
    """Crawlers look for this at the root of a host; below one it does no harm.

    A sitemap has to be named by its whole address (sitemaps.org), so without one it is left out.
    """
    sitemap = f"\nSitemap: {site_url}sitemap.xml\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"
