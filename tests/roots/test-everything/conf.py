extensions = ["myst_parser", "sphinx_hub"]
project = "Everything"
copyright = "2026, someone"
version = "1"
myst_enable_extensions = ["dollarmath", "colon_fence"]
