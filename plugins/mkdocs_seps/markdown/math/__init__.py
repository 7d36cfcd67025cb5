"""TeX formulas: GitHub's rules for finding them, and MathML for pages."""
