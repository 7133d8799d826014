"""Count what a program reads until it has found what it needs for a request.

    python -m tests.benchmarks.reading posthog=schema.yaml github=api.github.com.json stripe=site/ …

Each argument names one of the documents that the tasks are about, and gives its path, or the folder of a site that was
built of it with ``html_baseurl``. The program begins at ``llms.txt``, goes on to the index that names the page, then to
the page, then to what the page links, until everything in the task is found. It is a reader that chooses well: it opens
no file in vain. All of a file counts, in characters and tokens: those of o200k where tiktoken is installed, else a
quarter of the characters.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from sphinxcontrib_openapi_pages.site.addresses import TWINS, file_name

from .measure import sphinx_build

BASE = "https://docs.example.com/"
CONF = f"""
project = "Reading"
extensions = ["sphinxcontrib_openapi_pages"]
html_baseurl = "{BASE}"
openapi_pages = {{{{"api": {{document!r}}}}}}
"""
INDEX = "Home\n====\n\n.. toctree::\n\n   api/index\n"
LINK = re.compile(r"\]\(<?([^)<>\s]+)")


@dataclass(frozen=True)
class Task:
    """What is to be done, and what must be found for it: regular expressions, on the pages of the operations."""

    document: str
    name: str
    operations: tuple[str, ...]
    wanted: tuple[str, ...]


TASKS = (
    Task(
        "posthog",
        "list the feature flags of a project, 20 at a time",
        ("feature_flags_list",),
        (r"\bGET\b", "https?://", r"\blimit\b", r"\boffset\b", r"\bcount\b", r"\bresults\b"),
    ),
    Task("posthog", "create a feature flag", ("feature_flags_create",), ("required", r"\bfilters\b", r"\b201\b")),
    Task(
        "posthog",
        "annotate a day of a project",
        ("annotations_create",),
        (r"\bcontent\b", r"\bdate_marker\b", r"\bscope\b", r"\borganization\b"),
    ),
    Task(
        "github",
        "create a pre-release of a tag",
        ("repos/create-release",),
        (r"\btag_name\b", r"\bprerelease\b", "access|token|Authorization", r"\b201\b", r"\b422\b"),
    ),
    Task(
        "github",
        "run a workflow with inputs",
        ("actions/create-workflow-dispatch",),
        (r"\bref\b", r"\binputs\b", r"\b204\b"),
    ),
    Task(
        "github",
        "list open issues with a label, second page",
        ("issues/list-for-repo",),
        (r"\bstate\b", r"\blabels\b", r"\bpage\b", r"\bper_page\b"),
    ),
    Task(
        "github",
        "protect a branch",
        ("repos/update-branch-protection",),
        (
            r"\brequired_status_checks\b",
            r"\benforce_admins\b",
            r"\brequired_pull_request_reviews\b",
            r"\brestrictions\b",
            "null",
        ),
    ),
    Task(
        "stripe",
        "create a payment intent",
        ("PostPaymentIntents",),
        (r"\bamount\b", r"\bcurrency\b", "x-www-form-urlencoded", "[Bb]earer|[Bb]asic"),
    ),
    Task("stripe", "refund part of a charge", ("PostRefunds",), (r"\bcharge\b", r"\bpayment_intent\b", r"\bamount\b")),
    Task(
        "stripe",
        "list open invoices of a customer",
        ("GetInvoices",),
        (r"\bcustomer\b", r"\bstatus\b", r"\buncollectible\b", r"\bstarting_after\b", r"\blimit\b"),
    ),
    Task(
        "train-travel",
        "pay for a booking by bank account",
        ("create-booking-payment",),
        (r"\bsource\b", r"\bbank_account\b", r"\baccount_type\b", r"\bnumber\b", r"\bgbp\b"),
    ),
    Task(
        "train-travel",
        "find a trip between two stations",
        ("get-trips", "get-stations"),
        (r"\borigin\b", r"\bdestination\b", r"\bdate\b", "/stations"),
    ),
)


@dataclass
class Reader:
    """A program that reads the files of a site, each of them once."""

    site: Path
    texts: dict[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str:
        """Return the text of a file, from the root of the site."""
        if path not in self.texts:
            self.texts[path] = (self.site / path).read_text("utf-8")
        return self.texts[path]

    def links(self, path: str) -> Iterator[str]:
        """Yield the files of the site that a file links."""
        for found in LINK.finditer(self.read(path)):
            address = unquote(found[1].partition("#")[0])
            if address.startswith(BASE):
                yield address.removeprefix(BASE)
            elif not re.match(r"[a-z]+:", address):
                yield posixpath.normpath(posixpath.join(posixpath.dirname(path), address))

    def find(self, operation: str) -> str:
        """Read indexes until one links the page of *operation*; return the path of that."""
        name = f"{file_name(operation)}.md"
        trail = self._trail("llms.txt", name)
        for index in trail[:-1]:
            self.read(index)
        return trail[-1]

    def _trail(self, index: str, name: str) -> list[str]:
        """Return the files from *index* to the first file called *name*; the readable page before the twin."""
        links = list(Reader(self.site).links(index))
        pages = [link for link in links if posixpath.basename(link) == name]
        if pages:
            return [index, min(pages, key=lambda link: TWINS in link)]
        for child in (link for link in links if re.search(r"llms(-\d+)?\.txt$", link)):
            if trail := self._trail(child, name):
                return [index, *trail]
        return []

    def complete(self, pages: Iterable[str], wanted: Iterable[str]) -> list[str]:
        """Read *pages* and, while something of *wanted* is missing, what they link; return what is missing then."""
        found = [self.read(page) for page in pages]
        missing = _missing(wanted, found)
        for page in pages:
            for link in self.links(page):
                if missing and link.endswith(".md") and (self.site / link).is_file():
                    text = (self.site / link).read_text("utf-8")
                    if len(_missing(missing, [text])) < len(missing):
                        missing = _missing(missing, [self.read(link)])
        return missing


def _missing(wanted: Iterable[str], texts: Iterable[str]) -> list[str]:
    text = "\n".join(texts)
    return [pattern for pattern in wanted if not re.search(pattern, text)]


def perform(task: Task, site: Path) -> tuple[Reader, list[str]]:
    """Return the reader that has done *task*, and what it did not find."""
    reader = Reader(site)
    pages = [reader.find(operation) for operation in task.operations]
    return reader, reader.complete(pages, task.wanted)


def token_counter() -> tuple[str, Callable[[str], int]]:
    """Return how tokens are counted, in words and as a function."""
    try:
        import tiktoken

        encoding = tiktoken.get_encoding("o200k_base")
    except Exception:  # not installed, or its data cannot be fetched
        return "characters / 4", lambda text: round(len(text) / 4)
    return "o200k_base", lambda text: len(encoding.encode(text, disallowed_special=()))


def built(name: str, path: Path, work: Path) -> Path:
    """Return the folder of a site: *path*, or that of one that is built of the document at *path*."""
    if path.is_dir():
        return path
    source = work / name
    source.mkdir()
    (source / "conf.py").write_text(CONF.format(document=str(path.resolve())), "utf-8")
    (source / "index.rst").write_text(INDEX, "utf-8")
    sphinx_build(source, source / "_build", theme="furo", jobs=2)
    return source / "_build"


def main() -> int:
    """Perform all tasks on the given documents and print what was read."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.reading", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("documents", nargs="+", metavar="NAME=PATH", help="a document, or the folder of a built site")
    given = dict(text.partition("=")[::2] for text in parser.parse_args().documents)
    how, tokens_of = token_counter()
    print(f"| task | files | characters | tokens ({how}) | missing |\n| --- | --- | --- | --- | --- |")
    totals, is_complete = [0, 0], True
    with tempfile.TemporaryDirectory() as folder:
        sites = {name: built(name, Path(path), Path(folder)) for name, path in given.items()}
        for task in TASKS:
            if task.document not in sites:
                continue
            reader, missing = perform(task, sites[task.document])
            sizes = sum(map(len, reader.texts.values())), sum(map(tokens_of, reader.texts.values()))
            totals = [totals[0] + sizes[0], totals[1] + sizes[1]]
            is_complete = is_complete and not missing
            row = f"{task.document}: {task.name} | {len(reader.texts)} | {sizes[0]:,} | {sizes[1]:,}"
            print(f"| {row} | {', '.join(missing)} |", flush=True)
    print(f"| *all* | | {totals[0]:,} | {totals[1]:,} | |")
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
