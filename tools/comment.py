"""Comments on a pull request what it does to the curriculum: the second half of a workflow, which may write.

The first half built the pull request, so what it left, a ZIP file with two ``hub.json``, is data of unknown origin. It is
read in memory, two members by name and up to a size, and never unpacked; ``compare`` takes nothing that is not as the
schema of ``hub.json`` has it, and whatever is said comes out as text (``as_markdown``). Which pull request it belongs to is
asked of the host: the open one whose last commit is the one that was built.

It needs the standard library alone. Run in a workflow, it finds in the environment the event (``GITHUB_EVENT_PATH``), the
repository, the address of the host's interface and a token.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sphinx_hub.cli.diff import as_markdown
from sphinx_hub.core.diff import compare

ARTIFACT = "curriculum"
MEMBERS = ("old/hub.json", "new/hub.json")
MARK = "<!-- what a pull request does to the curriculum -->"
AUTHOR = "github-actions[bot]"
MOST_PACKED = 8_000_000
MOST_UNPACKED = 20_000_000
LONGEST_COMMENT = 60_000  # the host takes 65,536 characters


class RefusedError(Exception):
    """Why nothing is said on the pull request."""


# -- what the other workflow left ---------------------------------------------------------------------------


def body_of(packed: bytes) -> str:
    """The comment on an artifact; raises :class:`RefusedError` where it does not hold what it should."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            old, new = (_json_in(archive, name) for name in MEMBERS)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RefusedError(f"the artifact is no ZIP file that can be read: {type(error).__name__}") from error
    try:
        lines = list(as_markdown(compare(old, new)))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"the artifact holds no curriculum: {error}") from error
    return "\n".join((MARK, *_shortened(map(_plain, lines))))


def _json_in(archive: zipfile.ZipFile, name: str) -> Any:
    infos = [info for info in archive.infolist() if info.filename == name]
    if len(infos) != 1:
        raise RefusedError(f"the artifact has {len(infos)} files {name}, and should have one")
    with archive.open(infos[0]) as file:
        data = file.read(MOST_UNPACKED + 1)  # what the directory says of the size may be a lie
    if len(data) > MOST_UNPACKED:
        raise RefusedError(f"{name} in the artifact is larger than {MOST_UNPACKED} bytes")
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{name} in the artifact is no JSON") from error


def _plain(line: str) -> str:
    """A line without characters that are not to be seen, as those that turn its order round."""
    return "".join(c for c in line if c.isprintable() or c == "\u200b")


def _shortened(lines: Any) -> list[str]:
    """The lines, as many as the host takes."""
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > LONGEST_COMMENT:
            return [*kept, "", "There is more than a comment holds; `python -m sphinx_hub diff` prints all of it."]
        kept.append(line)
    return kept


# -- the host -----------------------------------------------------------------------------------------------


class Host:
    """The interface of the code host, as far as it is needed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._base = environment["GITHUB_API_URL"].rstrip("/")
        self._repository = f"{self._base}/repos/{environment['GITHUB_REPOSITORY']}"
        self._token = environment["GITHUB_TOKEN"]

    def ask(self, path: str, *, method: str = "GET", data: Any = None, **query: str | int) -> Any:
        """The answer to a request below the repository, as JSON."""
        url = f"{self._repository}/{path}" + (f"?{urlencode(query)}" if query else "")
        return json.loads(self._open(Request(url, method=method, data=json.dumps(data).encode() if data else None)))

    def artifact(self, number: int) -> bytes:
        """The packed bytes of an artifact. Where they are is another host's address, which does not get the token."""
        url = f"{self._repository}/actions/artifacts/{number}/zip"
        return self._open(Request(url), most=MOST_PACKED)

    def _open(self, request: Request, most: int = 10 * MOST_PACKED) -> bytes:
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        with build_opener(HTTPRedirectHandler).open(request, timeout=60) as answer:
            data: bytes = answer.read(most + 1)
        if len(data) > most:
            raise RefusedError(f"an answer of the host is larger than {most} bytes")
        return data


def pull_request(host: Host, run: Mapping[str, Any]) -> int:
    """The number of the open pull request that a run of the other workflow has built."""
    head = f"{run['head_repository']['owner']['login']}:{run['head_branch']}"
    pulls = host.ask("pulls", state="open", head=head, per_page=100)
    numbers = [int(pull["number"]) for pull in pulls if pull["head"]["sha"] == run["head_sha"]]
    if len(numbers) != 1:
        raise RefusedError("no open pull request ends with the commit that was built; a newer one will be built itself")
    return numbers[0]


def say(host: Host, number: int, body: str) -> None:
    """Put a comment on a pull request, in the place of the one that is there."""
    page, comments = 1, host.ask(f"issues/{number}/comments", per_page=100, page=1)
    found = [*comments]
    while len(comments) == 100 and page < 50:
        page += 1
        comments = host.ask(f"issues/{number}/comments", per_page=100, page=page)
        found += comments
    own = [c["id"] for c in found if c["user"]["login"] == AUTHOR and str(c["body"]).startswith(MARK)]
    if own:
        host.ask(f"issues/comments/{int(own[0])}", method="PATCH", data={"body": body})
    else:
        host.ask(f"issues/{number}/comments", method="POST", data={"body": body})


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Comment on the pull request of the event; returns the exit code."""
    try:
        host = Host(environment)
        run = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text("utf-8"))["workflow_run"]
        artifacts = host.ask(f"actions/runs/{int(run['id'])}/artifacts", per_page=100)["artifacts"]
        wanted = [artifact for artifact in artifacts if artifact["name"] == ARTIFACT]
        if len(wanted) != 1 or int(wanted[0]["size_in_bytes"]) > MOST_PACKED:
            raise RefusedError("the build has left no artifact, or one that is too large")
        number = pull_request(host, run)
        say(host, number, body_of(host.artifact(int(wanted[0]["id"]))))
    except (RefusedError, URLError) as why:
        # On one line and behind a word, so that the host takes nothing in it for a command.
        print("nothing is said:", re.sub(r"[^ -~]", "?", str(why))[:500], file=sys.stderr)
        return 1
    print(f"commented on pull request {number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
