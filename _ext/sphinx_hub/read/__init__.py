"""One page, while Sphinx reads it: directives, the page's arrangement, and the record that the domain keeps of it."""
