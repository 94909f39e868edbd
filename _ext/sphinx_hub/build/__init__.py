"""What follows from all pages once they are read: graph and views, toctrees, warnings, and which pages are rewritten."""
