"""Runs the command line: ``python -m sphinx_hub``."""

import sys

from .cli.commands import main

sys.exit(main())
