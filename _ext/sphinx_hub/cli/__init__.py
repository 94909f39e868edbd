"""The command line, ``python -m sphinx_hub``."""
