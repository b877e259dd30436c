"""What a job description wants, and how far a resume shows it. Pure and deterministic."""
