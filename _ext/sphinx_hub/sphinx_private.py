"""What the extension uses of Sphinx, MyST and docutils without their promise: each with the versions it was seen in, and
with what happens when it is gone.

Nothing of the kind stands anywhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """The application of an environment.

    ``BuildEnvironment._app`` in Sphinx 9.0; 8.2 has ``app`` alone, of which 9.0 says that it is going. Without either the
    build ends at the first page with an ``AttributeError``.
    """
    app: Sphinx = env._app if "_app" in vars(env) else env.app
    return app
