"""What is written: assets, files beside the pages, and what single builders need."""
