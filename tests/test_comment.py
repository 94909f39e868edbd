"""The comment on a pull request: run on a stored event against a host of our own, and on artifacts that mean harm."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from tests.projects import ROOT
from tools import comment
from tools.comment import MARK, RefusedError, body_of

EVENT = ROOT / "tests/fixtures/pull-request/event.json"
RUN = json.loads(EVENT.read_text("utf-8"))["workflow_run"]
SHA = RUN["head_sha"]


def hub(*articles: tuple[str, str], section: str = "s/index") -> dict[str, Any]:
    """The content of a ``hub.json`` with articles, each of a docname and a title, in a section."""
    return {
        "articles": [
            {"docname": name, "title": title, "read_before": [], "read_after": [], "plan": []}
            for name, title in articles
        ],
        "sections": [{"docname": section, "title": "S", "articles": [name for name, _ in articles]}],
    }


def packed(old: Any, new: Any, **more: bytes) -> bytes:
    """An artifact; what is no text is written as JSON."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("old/hub.json", old), ("new/hub.json", new), *more.items()):
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return file.getvalue()


GOOD = packed(hub(("s/a", "A")), hub(("s/a", "A"), ("s/b", "B")))


@dataclass
class Server:
    """What the host knows, and what it was told."""

    pulls: list[dict[str, Any]] = field(default_factory=lambda: [{"number": 5, "head": {"sha": SHA}}])
    artifact: bytes = GOOD
    comments: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(server: Server) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def answer(self, method: str) -> None:
            url = urlsplit(self.path)
            query = parse_qs(url.query)
            server.tokens.append((url.path, self.headers.get("Authorization")))
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path = url.path.removeprefix("/repos/owner/hub/")
            if method != "GET":
                server.told.append((method, path, body))
                self.send(b"{}")
            elif path == "actions/runs/7001/artifacts":
                found = {"id": 9, "name": "curriculum", "size_in_bytes": len(server.artifact)}
                self.send(json.dumps({"artifacts": [{"id": 8, "name": "other", "size_in_bytes": 1}, found]}).encode())
            elif path == "actions/artifacts/9/zip":
                self.send(b"", 302, Location=server.address.replace("127.0.0.1", "localhost") + "/stored")
            elif path == "/stored":
                self.send(server.artifact)
            elif path == "pulls" and query["head"] == ["reader:a-better-loss"]:
                self.send(json.dumps(server.pulls).encode())
            elif path == "issues/5/comments":
                page = int(query["page"][0])
                self.send(json.dumps(server.comments[100 * page - 100 : 100 * page]).encode())
            else:
                self.send(b"{}", 404)

        def send(self, body: bytes, code: int = 200, **headers: str) -> None:
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.answer("GET")

        def do_POST(self) -> None:
            self.answer("POST")

        def do_PATCH(self) -> None:
            self.answer("PATCH")

        def log_message(self, *arguments: object) -> None:
            pass

    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{host.server_port}"
    thread = threading.Thread(target=host.serve_forever)
    thread.start()
    try:
        yield
    finally:
        host.shutdown()
        thread.join()
        host.server_close()


def run(server: Server) -> subprocess.CompletedProcess[str]:
    """Run the second workflow's command as it says, without any package that is installed."""
    steps = yaml.safe_load((ROOT / ".github/workflows/comment.yml").read_text("utf-8"))["jobs"]["comment"]["steps"]
    (step,) = (step for step in steps if "run" in step)
    python, *command = step["run"].split()
    assert python == "python"
    with serving(server):
        environment = {
            "PATH": os.environ["PATH"],
            "NO_PROXY": "*",
            "GITHUB_API_URL": server.address,
            "GITHUB_REPOSITORY": "owner/hub",
            "GITHUB_EVENT_PATH": str(EVENT),
            "GITHUB_TOKEN": "the-token",
            "PYTHONPATH": step["env"]["PYTHONPATH"],
        }
        command = [sys.executable, "-S", *command]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def comment_by(login: str, number: int, body: str) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


def test_a_pull_request_is_told_what_it_does() -> None:
    server = Server()
    done = run(server)
    assert (done.returncode, done.stdout, done.stderr) == (0, "commented on pull request 5\n", "")
    ((method, path, data),) = server.told
    assert (method, path) == ("POST", "issues/5/comments")
    assert data["body"].startswith(f"{MARK}\n### What this does to the curriculum\n")
    assert "**Articles added**\n\n- B (`s/b`)\n" in data["body"]


def test_only_the_host_itself_gets_the_token() -> None:
    server = Server()
    run(server)
    given = dict(server.tokens)
    assert given.pop("/stored") is None
    assert set(given.values()) == {"Bearer the-token"}


def test_its_own_comment_is_written_anew_and_nobody_else_s() -> None:
    others = [comment_by("someone", n, f"{MARK} mine") for n in range(150)]
    server = Server(comments=[*others, comment_by("github-actions[bot]", 777, f"{MARK}\nbefore")])
    assert run(server).returncode == 0
    assert [(method, path) for method, path, _ in server.told] == [("PATCH", "issues/comments/777")]


@pytest.mark.parametrize("pulls", [[], [{"number": 5, "head": {"sha": "0" * 40}}]])
def test_what_is_no_open_pull_request_s_last_commit_is_told_nowhere(pulls: list[dict[str, Any]]) -> None:
    server = Server(pulls=pulls)
    done = run(server)
    assert done.returncode == 1
    assert done.stderr.startswith("nothing is said: no open pull request ends with the commit that was built")
    assert server.told == []


LIE = "::set-output name=x::y\n::error::gone"


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed(hub(), hub(), **{"new/hub.json": b"{}"})


HOSTILE = {
    "no archive": b"PK\x03\x04 not at all",
    "nothing": b"",
    "without the files": packed(hub(), hub()).replace(b"old/hub.json", b"old/hub.jsox"),
    "a number": packed(hub(), 1),
    "no articles": packed(hub(), {"articles": {}, "sections": []}),
    "a title that is a list": packed(hub(), hub(("s/a", ["x"]))),  # type: ignore[arg-type]
    "a lie of a key": packed(hub(), {LIE: 1}),
    "no JSON": packed(hub(), b"{" + LIE.encode()),
    "no UTF-8": packed(hub(), b'"\xff"'),
    "deep": packed(hub(), b"[" * 100_000),
    "a long number": packed(hub(), b"9" * 10_000),
    "a bomb": packed(hub(), b" " * (comment.MOST_UNPACKED + 1)),
}


@pytest.mark.parametrize("artifact", HOSTILE.values(), ids=HOSTILE)
def test_an_artifact_that_is_not_what_it_should_be_is_refused(artifact: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        body_of(artifact)
    assert "::" not in str(refused.value)


def test_an_artifact_with_a_file_twice_is_refused() -> None:
    with pytest.raises(RefusedError, match="has 2 files"):
        body_of(_twice())


def test_what_is_refused_is_said_on_one_line_of_the_log() -> None:
    server = Server(artifact=packed(hub(), b"{" + LIE.encode()))
    done = run(server)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing is said: new/hub.json in the artifact is no JSON\n"
    assert server.told == []


def test_other_files_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    more = {"../../outside": b"x", "/etc/outside": b"x", "sitecustomize.py": b"raise SystemExit(3)", "link": b"/"}
    assert body_of(packed(hub(), hub(), **more)) == body_of(packed(hub(), hub()))
    assert list(tmp_path.iterdir()) == []


MARKUP = [
    "<img src=x onerror=alert(1)>",
    "@owner please merge",
    "[x](https://example.com)",
    "fixes #1, owner/hub#1",
    "https://example.com www.example.com",
    f"--> {MARK}",
    "```\n# Heading\n- [ ] task",
    "a\u202eb\u0007c",
]


@pytest.mark.parametrize("title", MARKUP)
def test_a_title_is_only_text(title: str) -> None:
    body = body_of(packed(hub(), hub(("s/a`b`\n\n<b>@owner</b>", title)))).removeprefix(MARK)
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", body)
    shown = re.sub(r"`[^`\n]*`", "", unescaped)
    assert not re.search(r"[<>\[@`]|https?:|www\.", shown)
    assert shown.count("#") == 3
    assert not any(c in body for c in "\u202e\u0007")
    assert len([line for line in body.splitlines() if line.startswith(("- ", "#"))]) == 2


def test_a_comment_is_no_longer_than_the_host_takes() -> None:
    body = body_of(packed(hub(), hub(*((f"s/{n:05}", "T" * 50) for n in range(5000)))))
    assert len(body) < 65_536
    assert body.endswith("prints all of it.")


# -- the workflows themselves


def workflow(name: str) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text("utf-8"))
    return loaded


def test_what_runs_a_change_may_write_nothing_and_what_writes_runs_no_change() -> None:
    build, say = workflow("curriculum"), workflow("comment")
    assert build["permissions"] == say["permissions"] == {}
    assert build["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert "secrets" not in json.dumps(build)
    job = say["jobs"]["comment"]
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    (checkout,) = (step for step in job["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert all("${{" not in step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("path", sorted((ROOT / ".github/workflows").iterdir()), ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used)
