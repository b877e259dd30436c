"""What a resume says: sections, skills with their evidence, years and projects. Pure and deterministic."""
