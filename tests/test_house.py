"""The walls and habits of the house that no linter knows: where the clock is read, how long things
grow, what the files say, what the wheel carries."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("sla_core", "bot", "sandbox")
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if not {"migrations", "node_modules"} & set(path.relative_to(ROOT).parts)
)

CLOCK_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
CLOCK_READERS = ("bot/clock.py", "sandbox/")
NOT_CALLED_IN_THE_CORE = {"open", "print", "input", "getenv", "breakpoint", "__import__"}

LINES_OF_A_MODULE = 400  # we ask at 300
LINES_OF_A_FUNCTION = 60  # we ask at 40

TEXT_SUFFIXES = {
    *(".py", ".pyi", ".toml", ".txt", ".md", ".yml", ".yaml", ".json", ".ini", ".cfg", ".sh"),
    *(".js", ".mjs", ".ts", ".tsx", ".css", ".html", ".ftl", ".mako", ".npmrc", ""),
}
NOT_OURS = {".git", "node_modules", "__pycache__", "build", "dist"}
# In pieces, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "pythonhosted" + r"\.org",
            r"registry\." + "npmjs",
            r"registry\." + "yarnpkg",
            r"npmjs\." + "org",
            "/wor" + "k/",
            "/ho" + r"me/\w",
            "/roo" + "t/",
            "file:" + "///opt",
            "/opt/" + "(wheels|pypi)",
        ]
    )
)


def in_house(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=in_house(path))


def dotted(node: ast.AST) -> str:
    """`datetime.now` for `datetime.now` and for `datetime.datetime.now`; the last two names."""
    match node:
        case ast.Attribute(value=ast.Attribute(attr=owner) | ast.Name(id=owner), attr=name):
            return f"{owner}.{name}"
        case ast.Name(id=name):
            return name
    return ""


def clock_reads(tree: ast.Module) -> Iterator[int]:
    """Lines that call the system clock or import a function that does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCK_CALLS:
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            names = {f"time.{alias.name}" for alias in node.names}
            if names & CLOCK_CALLS:
                yield node.lineno


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The plain functions a module calls, and where."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield name, node.lineno


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def text_files() -> Iterator[Path]:
    """The files that travel with the source; hidden folders but .ci are tools' own."""
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_symlink() or path.name in NOT_OURS or path.suffix == ".egg-info":
                continue
            if path.is_dir():
                waiting += [path] if path.name == ".ci" or path.name[0] != "." else []
            elif path.suffix in TEXT_SUFFIXES and not path.name.startswith((".env", ".coverage")):
                yield path


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory) -> list[str]:
    """The files of a wheel built from a copy of the tree, so that the tree stays as it is."""
    copy = tmp_path_factory.mktemp("source")
    for name in (*PACKAGES, "migrations"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "app_manifest.yml"):
        shutil.copy(ROOT / name, copy)
    build = "import setuptools.build_meta as backend; backend.build_wheel('wheel')"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", build], cwd=copy, check=True, capture_output=True
    )
    (wheel,) = (copy / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_only_the_clock_module_and_the_sandbox_read_the_system_clock():
    found = [
        f"{in_house(path)}:{line}"
        for path in MODULES
        if not in_house(path).startswith(CLOCK_READERS)
        for line in clock_reads(parsed(path))
    ]
    assert found == []


def test_the_core_neither_opens_nor_prints_nor_asks():
    found = [
        f"{in_house(path)}:{line} {name}"
        for path in MODULES
        if in_house(path).startswith("sla_core/")
        for name, line in calls(parsed(path))
        if name in NOT_CALLED_IN_THE_CORE
    ]
    assert found == []


def test_no_module_is_longer_than_it_can_be_read_in_one_go():
    long = {in_house(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > LINES_OF_A_MODULE} == {}


def test_no_function_is_longer_than_a_screen():
    found = [
        f"{in_house(path)}:{function.lineno} {function.name}"
        for path in MODULES
        for function in functions(parsed(path))
        if function.end_lineno - function.lineno >= LINES_OF_A_FUNCTION
    ]
    assert found == []


def test_no_module_is_named_after_nothing():
    nothing = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [in_house(path) for path in MODULES if path.stem in nothing] == []


def test_every_module_says_what_it_answers_for():
    silent = [in_house(path) for path in MODULES if not ast.get_docstring(parsed(path))]
    assert silent == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    found = [
        f"{in_house(path)}: {match.group()}"
        for path in text_files()
        for match in FORBIDDEN.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_wheel_installs_three_packages_and_nothing_else_at_top_level(wheel_names):
    tops = {name.split("/")[0] for name in wheel_names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_wheel_carries_every_file_of_the_packages(wheel_names):
    here = {
        in_house(path)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    }
    assert here - set(wheel_names) == set()


def test_wheel_carries_the_migrations_and_the_manifest_inside_bot(wheel_names):
    migrations = {
        f"bot/{in_house(path)}"
        for path in (ROOT / "migrations").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert migrations
    assert migrations | {"bot/app_manifest.yml"} <= set(wheel_names)


def test_console_script_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"punctual": "bot.cli:main"}
