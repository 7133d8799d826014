"""Where documents come from: files, URLs and git revisions, and what of them may be read."""
