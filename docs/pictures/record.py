"""Records what the program really does, as pictures for the documents.

    docs/pictures/record.py PLEX-MCP

runs `plex-mcp setup` with the sample library at a pseudo-terminal, in an empty home in which Cursor has
been started, answers as a person would, and writes what was on the screen, when, into `setup.svg`, an
animation; and the beginning of `plex-mcp demo` into `demo.svg`. Only the home's path is replaced, by `~`,
and long pauses are shortened.
"""

import html
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
PROGRAM = os.path.abspath(sys.argv[1])
ROWS, COLUMNS = 26, 100
LINE_PX, CHAR_PX, MARGIN_PX, BAR_PX = 19, 8.05, 16, 30
# How long a person takes for an answer, at most how long nothing happens, and how long the end stays.
THINKS_S, PAUSE_S, HOLD_S, KEY_S = 1.3, 1.5, 6.0, 0.07
ANSWERS = [
    ("own] ", "sample"),
    ("[1-3; 2] ", "1"),
    ("all] ", ""),
    ("all] ", ""),
    ("[Y/n] ", "y"),
    ("[1-3; 1] ", "2"),
]


def record(home):
    """Returns what was written, as pairs of a time and a text."""
    environment = {"HOME": home, "PATH": os.path.dirname(PROGRAM), "TERM": "xterm", "LANG": "C.UTF-8"}
    child, screen = pty.fork()
    if child == 0:
        os.execve(PROGRAM, ["plex-mcp", "setup"], environment)
    events, seen, at = [], "", 0.0
    answers = list(ANSWERS)
    last = time.monotonic()
    while True:
        ready, _, _ = select.select([screen], [], [], 0.3)
        now = time.monotonic()
        at += min(now - last, PAUSE_S)
        last = now
        if ready:
            try:
                data = os.read(screen, 65536).decode()
            except OSError:
                break
            if not data:
                break
            seen += data
            events.append((at, data.replace("\r\n", "\n")))
        elif answers and seen.endswith(answers[0][0]):
            _, answer = answers.pop(0)
            at += THINKS_S
            # The terminal's echo would come at once; a person types.
            for key in answer:
                events.append((at, key))
                at += KEY_S
            os.write(screen, (answer + "\n").encode())
            echo = os.read(screen, 1024).decode()
            assert echo.startswith(answer), echo
            seen = echo[len(answer) :]
            events.append((at, seen.replace("\r\n", "\n")))
    _, status = os.waitpid(child, 0)
    assert status == 0 and not answers, (status, answers, seen)
    return [(when, text.replace(home, "~").replace(PROGRAM, "plex-mcp")) for when, text in events]


def pieces(events, first):
    """Returns each piece of a line: when it comes, its row, its column, its text."""
    found, row, column = [], first, 0
    for when, text in events:
        for number, part in enumerate(text.split("\n")):
            if number:
                row, column = row + 1, 0
            while part:
                shown, part = part[: COLUMNS - column], part[COLUMNS - column :]
                found.append((when, row, column, shown))
                column += len(shown)
                if part:
                    row, column = row + 1, 0
    return found


def frame(title, rows, body):
    width, height = round(COLUMNS * CHAR_PX + 2 * MARGIN_PX), rows * LINE_PX + BAR_PX + MARGIN_PX
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(title)}">
<title>{html.escape(title)}</title>
<style>text{{font:13.4px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dae0;white-space:pre}}.p{{fill:#e5a00d;font-weight:bold}}.q{{fill:#8fd3ff}}.a{{fill:#7ee0a1}}.d{{fill:#8b93a1}}</style>
<rect width="{width}" height="{height}" rx="9" fill="#1b1e24"/>
<circle cx="18" cy="15" r="5" fill="#ff5f57"/><circle cx="36" cy="15" r="5" fill="#febc2e"/><circle cx="54" cy="15" r="5" fill="#28c840"/>
<text x="{width / 2}" y="19" text-anchor="middle" class="d">{html.escape(title)}</text>
<clipPath id="c"><rect y="{BAR_PX}" width="{width}" height="{rows * LINE_PX + 4}"/></clipPath>
<g clip-path="url(#c)">{body}</g>
</svg>
"""


def kind(text):
    start = text.lstrip()
    if start.startswith(("+ ", "→")):
        return ' class="a"' if start.startswith("+") else ' class="q"'
    if start.startswith('"') and text.startswith('"'):
        return ' class="p"'
    return ' class="d"' if start.startswith(("Which", "Sign in", "Write this")) else ""


def line(row, column, text, inside="", style=None):
    x, y = round(MARGIN_PX + column * CHAR_PX, 1), BAR_PX + (row + 1) * LINE_PX - 4
    style = kind(text) if style is None else style
    length = round(len(text) * CHAR_PX, 1)
    return f'<text x="{x}" y="{y}" textLength="{length}" xml:space="preserve"{style}>{html.escape(text)}{inside}</text>\n'


def animation(events):
    command = [(0.4 + KEY_S * at, key) for at, key in enumerate("plex-mcp setup")]
    begin = command[-1][0] + 0.6
    shifted = [(when + begin, text) for when, text in events]
    found = [(0.0, 0, 0, "$ ")]
    found += [(when, 0, 2 + at, key) for at, (when, key) in enumerate(command)]
    found += pieces(shifted, 1)
    found = [one for one in found if one[3].strip()]
    end = found[-1][0] + HOLD_S

    body, scroll, top = "", [(0.0, 0)], 0
    for when, row, column, text in found:
        share = max(0.0001, min(when / end, 0.9999))
        appear = (
            f'<animate attributeName="opacity" values="0;1" keyTimes="0;{share:.4f}" calcMode="discrete" '
            f'dur="{end:.1f}s" repeatCount="indefinite"/>'
        )
        body += line(row, column, text, appear, ' class="p"' if row == 0 else None)
        if row - ROWS + 1 > top:
            top = row - ROWS + 1
            scroll.append((share, top))
    values = ";".join(f"0 {-rows * LINE_PX}" for _, rows in scroll)
    times = ";".join(f"{share:.4f}" for share, _ in scroll)
    move = (
        f'<animateTransform attributeName="transform" type="translate" values="{values}" keyTimes="{times}" '
        f'calcMode="discrete" dur="{end:.1f}s" repeatCount="indefinite"/>'
    )
    return frame("plex-mcp setup, recorded", ROWS, f"<g>{move}{body}</g>")


def screenshot(text):
    rows = text.splitlines()[:34]
    body = line(0, 0, "$ plex-mcp demo", style=' class="p"')
    body += "".join(line(at, 0, row[:COLUMNS]) for at, row in enumerate(rows, 1) if row.strip())
    return frame("plex-mcp demo", len(rows) + 1, body)


def main():
    with tempfile.TemporaryDirectory() as home:
        (pathlib.Path(home) / ".cursor").mkdir()
        events = record(home)
        (HERE / "setup.svg").write_text(animation(events))
        demo = subprocess.run(
            [PROGRAM, "demo"], capture_output=True, check=True, text=True, env={"HOME": home}
        ).stdout
        (HERE / "demo.svg").write_text(screenshot(demo))


main()
