"""Checks the links of all documents: that each leads to a file, and to a heading of it where it names one;
that every page of the book is in its summary; and that the README stays short.

    docs/check_links.py

Addresses on the web are left to the reader: what CI checks must not depend on other people's servers.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
README_LINES = 200
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
CODE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)


def text(path):
    return CODE.sub("", path.read_text(encoding="utf-8"))


def anchors(path):
    """Returns the names that GitHub and mdBook give the headings."""
    found = set()
    for heading in re.findall(r"^#+ +(.*?)\s*$", text(path), re.M):
        words = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", words).replace(" ", "-"))
    return found


def main():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout
    documents = [ROOT / name for name in listed.split()]
    book = ROOT / "docs"
    wrong, links = [], 0
    for document in documents:
        for target in LINK.findall(re.sub(r"`[^`\n]*`", "", text(document))):
            if re.match(r"[a-z]+:", target):
                continue
            links += 1
            path, _, anchor = target.partition("#")
            file = (document.parent / path).resolve() if path else document
            where = f"{document.relative_to(ROOT)}: {target}"
            if not file.exists():
                wrong.append(f"{where} leads nowhere")
            elif book in document.parents and book not in file.parents:
                wrong.append(f"{where} leads out of docs/, where the site cannot follow: name the path instead")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                wrong.append(f"{where} names no heading of that file")
    pages = {path.relative_to(book).as_posix() for path in book.rglob("*.md")} - {"SUMMARY.md"}
    in_summary = set(LINK.findall((book / "SUMMARY.md").read_text()))
    wrong += [f"docs/{page} is not in docs/SUMMARY.md" for page in sorted(pages - in_summary)]
    lines = len((ROOT / "README.md").read_text().splitlines())
    if lines > README_LINES:
        wrong.append(f"README.md has {lines} lines, and {README_LINES} at most are read")
    if links < 50:
        wrong.append(f"only {links} links were found: this check is broken")
    print("\n".join(wrong) or f"{links} links in {len(documents)} documents lead somewhere")
    sys.exit(bool(wrong))


main()
