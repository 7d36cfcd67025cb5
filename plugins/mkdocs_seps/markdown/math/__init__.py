"""Formulas in TeX: where GitHub sees one, and what it looks like as MathML."""
