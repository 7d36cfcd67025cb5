"""The pages: what of a catalogue becomes HTML, and how."""
