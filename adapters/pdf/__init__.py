"""Reports as PDF files; only the modules below this one import reportlab."""
