"""Runs the command line: ``python -m sphinx_hub``."""

import os
import sys

from .cli.commands import main

code = main()
sys.stdout.flush()
sys.stderr.flush()
os._exit(code)  # to take a project of a thousand pages apart object by object would take two seconds
