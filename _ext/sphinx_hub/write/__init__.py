"""One page while it is written, and the files that are made of the whole hub."""
