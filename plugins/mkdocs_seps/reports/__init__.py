"""Findings as people and machines read them: text, annotations, JSON, SARIF."""
