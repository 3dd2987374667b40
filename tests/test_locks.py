"""What `make check` asks of the locks: in step with pyproject.toml, hashed, closed."""

from pathlib import Path

import pytest

from scripts import check_locks
from scripts.check_locks import Lock, Metadata

ROOT = Path(__file__).resolve().parents[1]
PYTHON_311 = {"python_version": "3.11", "python_full_version": "3.11.2", "sys_platform": "linux"}
PYTHON_312 = PYTHON_311 | {"python_version": "3.12", "python_full_version": "3.12.1"}
LOCK_TEXT = (
    "cov==7.1 \\\n    --hash=sha256:0\n    # via project\n"
    "numbers==1.4 ; python_full_version < '3.12' \\\n    --hash=sha256:0\n"
    "numbers==1.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:0\n"
    "Plugin_Cov==7.0\n"
)


def test_our_locks_are_in_step_with_the_project():
    assert check_locks.shortfalls(ROOT) == []


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        pytest.param("rich>=15", [], id="pinned at a fitting version"),
        pytest.param("Rich[all]>=15; python_version >= '3.11'", [], id="extras and markers"),
        pytest.param("rich>=16", ["rich>=16 excludes the pinned 15.0.0"], id="too old"),
        pytest.param("poor>=1", ["poor>=1 is not pinned"], id="absent"),
        pytest.param("ruamel.yaml>=0.19", [], id="names are normalised"),
        pytest.param("numpy<2.5", ["numpy<2.5 excludes the pinned 2.5.5"], id="one Python of two"),
    ],
)
def test_a_requirement_is_held_against_every_version_pinned_for_it(requirement, expected):
    pinned = check_locks.pins(
        "rich==15.0.0 \\\n    --hash=sha256:0\nruamel-yaml==0.19.1 \\\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n"
        "numpy==2.5.5 ; python_full_version >= '3.12' \\\n"
    )
    assert check_locks.out_of_step([requirement], pinned) == expected


def test_a_pin_without_a_hash_is_found():
    text = "rich==15.0.0 \\\n    --hash=sha256:0\n    # via punctual\ntyper==0.29.2\n"
    assert check_locks.unhashed(text) == ["typer==0.29.2"]


def installed(**requires_by_name):
    """What is installed on Python 3.11, all as pinned, with these requirements."""
    versions = {"plugin-cov": "7.0", "cov": "7.1", "numbers": "1.4"}
    return {
        name: Metadata(version, requires_by_name.get(name.replace("-", "_"), ()))
        for name, version in versions.items()
    }


def open_ends(installed, environment=PYTHON_311, direct=("Plugin.Cov>=7",), text=LOCK_TEXT):
    return list(check_locks.open_ends(Lock("test", text, list(direct)), installed, environment))


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        pytest.param({"plugin_cov": ["Cov>=7"]}, [], id="pinned"),
        pytest.param({"plugin_cov": ["toml"]}, ["plugin-cov: toml is not pinned"], id="absent"),
        pytest.param(
            {"plugin_cov": ["cov>=8"]}, ["plugin-cov: cov>=8 excludes the pinned 7.1"], id="too old"
        ),
        pytest.param({"plugin_cov": ['toml; sys_platform == "win32"']}, [], id="elsewhere"),
        pytest.param({"cov": ['toml; extra == "toml"']}, [], id="an extra nobody asks for"),
        pytest.param(
            {"plugin_cov": ["cov[toml]"], "cov": ['toml; extra == "toml"']},
            ['cov: toml; extra == "toml" is not pinned'],
            id="an extra",
        ),
        pytest.param(
            {
                "plugin_cov": ["cov[all]"],
                "cov": ['cov[all,toml]; extra == "all"', 'toml; extra == "toml"'],
            },
            ['cov: toml; extra == "toml" is not pinned'],
            id="an extra of an extra",
        ),
    ],
)
def test_a_lock_is_closed_when_all_that_its_packages_require_is_pinned(requires, expected):
    assert open_ends(installed(**requires)) == expected


def test_a_lock_pins_the_extras_that_the_project_itself_asks_for():
    packages = installed(cov=['toml; extra == "toml"'])
    assert open_ends(packages, direct=["cov[toml]>=7"]) == [
        'cov: toml; extra == "toml" is not pinned'
    ]


def test_a_lock_is_held_against_the_pins_of_each_python():
    packages = installed(plugin_cov=["numbers<1.5"])
    assert open_ends(packages) == []
    assert open_ends(packages, PYTHON_312) == ["plugin-cov: numbers<1.5 excludes the pinned 1.5"]


def test_a_lock_without_a_pin_for_a_later_python_is_not_whole_there():
    text = LOCK_TEXT.replace("numbers==1.5", "# gone")
    packages = installed(plugin_cov=["numbers"])
    assert open_ends(packages, PYTHON_312, text=text) == ["plugin-cov: numbers is not pinned"]


def test_a_lock_with_two_pins_for_one_python_is_not_whole_there():
    text = LOCK_TEXT.replace(" ; python_full_version >= '3.12'", "")
    assert open_ends(installed(), text=text) == ["numbers is pinned twice"]


def test_what_a_pin_for_another_python_requires_is_not_read_from_the_one_installed():
    packages = installed(numbers=["toml"])
    assert open_ends(packages) == ["numbers: toml is not pinned"]
    assert open_ends(packages, PYTHON_312) == []


def test_a_gap_is_told_once_with_a_python_where_it_is():
    lock = Lock("test", "cov==7.1\n", ["cov", "toml; python_version >= '3.13'"])
    assert [line.partition(": ")[2] for line in check_locks.gaps(lock, installed())] == [
        'toml; python_version >= "3.13" is not pinned'
    ]
    assert "Python 3.13 on " in check_locks.gaps(lock, installed())[0]


@pytest.mark.parametrize("version", [None, "7.0"], ids=["absent", "another version"])
def test_a_pinned_package_that_is_not_installed_proves_nothing(version):
    packages = {"cov": Metadata(version)} if version else {}
    lock = Lock("test", "cov==7.1\ntoml==1 ; sys_platform == 'win32'\n", [])
    assert check_locks.unproven(lock, packages, PYTHON_311) == [
        "locks/test.txt: cov 7.1 is not installed, run: make .venv/.test"
    ]


def test_our_locks_are_whole_on_every_python_as_far_as_this_environment_tells():
    locks = check_locks.read_locks(ROOT)
    packages = check_locks.read_installed()
    assert [line for lock in locks for line in check_locks.gaps(lock, packages)] == []
