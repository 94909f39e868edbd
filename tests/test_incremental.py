"""Whatever was edited between builds, the output is that of a clean build, in every byte, and so are the warnings."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sphinx.builders.html import StandaloneHTMLBuilder

from tests.edits import EditedHub
from tests.projects import Built, run_sphinx, sync_files

EDITS = int(os.environ.get("HUB_EDITS", "100"))
"""About how many edits are tried; ``make soak`` sets more."""

_BATCHES, _MEAN_BATCH = 4, 3
_SIDEBAR = 'html_sidebars = {"**": ["sidebar/brand.html", "hub/navigation.html"]}\n'
CONFS = {
    "alabaster": 'html_theme = "alabaster"\n',
    "furo with its own tree": 'html_theme = "furo"\n',
    "furo with the hub's sidebar": 'html_theme = "furo"\n' + _SIDEBAR,
}
OTHERS = ("text", "dirhtml", "xml")
_NOT_COMPARED = {".buildinfo", ".hub-views.json"}


def contents(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name not in _NOT_COMPARED
    }


def assert_same(one: dict[str, bytes], clean: dict[str, bytes], told: object) -> None:
    missing, left = sorted(clean.keys() - one.keys()), sorted(one.keys() - clean.keys())
    different = [name for name in sorted(one.keys() & clean.keys()) if one[name] != clean[name]]
    first = ""
    if different:
        pairs = zip(one[different[0]].splitlines(), clean[different[0]].splitlines(), strict=False)
        first = next((f"\n  is    {a!r}\n  clean {b!r}" for a, b in pairs if a != b), "")[:3000]
    assert (missing, left, different) == ([], [], []), f"after {told}{first}"


class Killed(BaseException):
    """Stands for whatever ends a build half-way."""


class Rebuilds(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 10_000), conf=st.sampled_from(sorted(CONFS)), other=st.sampled_from(OTHERS))
    def begin(self, seed: int, conf: str, other: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="hub-rebuilds-"))
        self.hub = EditedHub(seed, CONFS[conf])
        self.other = other
        self.told: list[str] = [conf, f"seed {seed}"]
        self.build("html")

    def build(self, builder: str) -> Built:
        sync_files(self.root / "source", self.hub.files())
        return run_sphinx(self.root / "source", self.root / builder, builder=builder, doctrees=self.root / "doctrees")

    def check(self, builder: str) -> None:
        built = self.build(builder)
        clean_root = self.root / "clean"
        clean = run_sphinx(self.root / "source", clean_root / builder, builder=builder)
        assert_same(contents(built.output), contents(clean.output), self.told)
        assert built.hub_warnings == clean.hub_warnings, self.told
        shutil.rmtree(clean_root)

    @rule(edits=st.integers(1, 5))
    def edit(self, edits: int) -> None:
        self.told += [self.hub.edit() for _ in range(edits)]
        self.check("html")

    @rule(edits=st.integers(1, 3))
    def edit_and_build_with_another_builder(self, edits: int) -> None:
        self.told += [self.hub.edit() for _ in range(edits)] + [self.other]
        self.check(self.other)
        self.told.append("html")
        self.check("html")

    @rule(edits=st.integers(1, 3), pages=st.integers(0, 4))
    def edit_and_be_killed(self, edits: int, pages: int) -> None:
        self.told += [self.hub.edit() for _ in range(edits)] + ["killed"]
        write, left = StandaloneHTMLBuilder.write_doc, [pages]

        def dying(self: StandaloneHTMLBuilder, *args: object) -> None:
            if not left[0]:
                raise Killed
            left[0] -= 1
            write(self, *args)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
            patch.setattr(StandaloneHTMLBuilder, "write_doc", dying)
            self.hub.articles[self.hub._any()].body += "\n\nSo that a page is written.\n" * (1 + pages)
            self.build("html")
            raise Killed  # fewer pages were written
        self.check("html")

    def teardown(self) -> None:
        if hasattr(self, "root"):
            shutil.rmtree(self.root)


def test_any_edits_then_a_build_equal_a_clean_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    examples = max(1, round(EDITS / _BATCHES / _MEAN_BATCH))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Rebuilds,
        settings=settings(
            max_examples=examples,
            stateful_step_count=_BATCHES,
            deadline=None,
            database=None,
            derandomize="HUB_EDITS" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
