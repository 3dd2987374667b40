"""Installs what a lock pins, by hash, then Punctual itself, editable, and says what it does.

scripts/setup_venv.sh runs it with the Python of the environment, before anything is installed.
Nothing is resolved, as a lock is whole: a release that came out after it has no say. Nothing is
built but Punctual, with the setuptools of the lock.
"""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
# "Collecting rich==15.0.0", or "Processing" and the path of a wheel that lies at hand
COLLECTED = re.compile(
    r"(?:Collecting |Processing (?:.*/)?)(?P<name>[^/=]+?)(?:==|-(?=\d))(?P<version>[^\s-]+)"
)
PIN = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)
OWN_PIP = (sys.executable, "-m", "pip")
BY_HASH = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
EDITABLE = ("--no-deps", "--no-build-isolation", "--no-index", "--editable")
LAST_LINES = 20

Command = Sequence[str | Path]


def progress(output: Iterable[str], pinned: int) -> Iterator[str]:
    """The lines to print while pip gives its output: which package of how many, and the rest."""
    seen = 0
    for line in output:
        if package := COLLECTED.match(line):
            seen += 1
            name = package["name"].replace("_", "-")
            yield f"  {seen} of {pinned}: {name} {package['version']}"
        elif line.startswith("Requirement already satisfied:"):
            seen += 1
        elif line.startswith("Ignoring "):  # pinned for another Python or another system
            pinned -= 1
        elif line.startswith("Installing collected packages:") and seen:
            yield f"  unpacking {len(line.split(', '))}"
        elif line.lstrip().startswith("WARNING: Retrying "):
            yield f"  {line.strip()}"


def run(command: Command, pinned: int = 0) -> None:
    """Runs pip to its end and prints its progress; exits with its last lines if it fails."""
    last: deque[str] = deque(maxlen=LAST_LINES)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in progress(remembered(last, pip.stdout or ()), pinned):
            print(line, flush=True)
    if pip.returncode:
        sys.exit(
            f"{''.join(last)}pip ended with {pip.returncode}, as above says; "
            "if what an earlier lock left is in the way, make clean removes it"
        )


def remembered(last: deque[str], output: Iterable[str]) -> Iterator[str]:
    """The same lines; `last` takes as many of them as it can hold."""
    for line in output:
        last.append(line)
        yield line


def install(pip: Command, *arguments: str | Path) -> list[str | Path]:
    """The command that lets this pip install, in plain lines and without a question."""
    plain = ("--no-color", "--progress-bar", "off", "--disable-pip-version-check", "--no-input")
    return [*pip, "install", *plain, *arguments]


def pinned_in(lock: Path) -> int:
    """How many packages a lock pins, those for other Pythons and systems included."""
    return len(PIN.findall(lock.read_text(encoding="utf-8")))


def fetched_pip(lock: Path, folder: Path) -> Command:
    """The pip that a lock pins, unpacked in `folder`; the own one if none is for this Python."""
    run(install(OWN_PIP, *BY_HASH, "--target", folder, "--requirement", lock), pinned_in(lock))
    return (sys.executable, folder / "pip") if (folder / "pip").is_dir() else OWN_PIP


def name_of(pip: Command) -> str:
    """Its name and version, as `pip 23.0`."""
    version = subprocess.run([*pip, "--version"], check=True, capture_output=True, text=True)
    return " ".join(version.stdout.split()[:2])


def main(lock: str, installer: str = "") -> None:
    """Installs a lock, both paths from the root; `installer` is the lock of another pip for it."""
    with TemporaryDirectory(prefix=".pip-", dir=ROOT) as folder:
        pip = fetched_pip(ROOT / installer, Path(folder)) if installer else OWN_PIP
        print(f"installing what {lock} pins, with {name_of(pip)}", flush=True)
        run(install(pip, *BY_HASH, "--requirement", ROOT / lock), pinned_in(ROOT / lock))
        print("building Punctual", flush=True)
        run(install(pip, *EDITABLE, ROOT))
        print("checking that nothing is missing", flush=True)
        run([*pip, "check", "--disable-pip-version-check"])


if __name__ == "__main__":
    main(*sys.argv[1:])
