"""How a lock is installed: what is said meanwhile, and with which pip."""

import sys
import zipfile
from hashlib import sha256

import pytest

from scripts import install_lock


def test_a_set_up_says_which_package_of_how_many_and_what_follows():
    output = [
        "Looking in links: /wheels\n",
        "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment\n",
        "Collecting ast-serialize==0.13.1 (from -r locks/test.txt (line 3))\n",
        "  Downloading ast_serialize-0.13.1-py3-none-any.whl (10 kB)\n",
        "Requirement already satisfied: rich==15.0.0 in ./lib/python3.11/site-packages\n",
        "WARNING: Retrying (Retry(total=4)) after connection broken: /simple/typer/\n",
        "Processing /my wheels/typing_extensions-4.16.0-py3-none-any.whl\n",
        "Installing collected packages: typing-extensions, ast-serialize\n",
        "Successfully installed ast-serialize-0.13.1 typing-extensions-4.16.0\n",
    ]
    assert list(install_lock.progress(output, pinned=4)) == [
        "  1 of 3: ast-serialize 0.13.1",
        "  WARNING: Retrying (Retry(total=4)) after connection broken: /simple/typer/",
        "  3 of 3: typing-extensions 4.16.0",
        "  unpacking 2",
    ]


def test_a_set_up_that_fails_ends_with_what_pip_said(capsys):
    program = "print('Collecting rich==15.0.0'); print('ERROR: no such hash'); raise SystemExit(3)"
    with pytest.raises(SystemExit) as ended:
        install_lock.run([sys.executable, "-c", program], pinned=1)
    assert capsys.readouterr().out == "  1 of 1: rich 15.0.0\n"
    assert "ERROR: no such hash\npip ended with 3, " in str(ended.value)


def lock_of_a_made_up_pip(folder, marker):
    """A lock that pins, by hash, a wheel that lies beside it and only says its version."""
    wheel = folder / "pip-0.5-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pip/__main__.py", "print('pip 0.5 from here')\n")
        archive.writestr(
            "pip-0.5.dist-info/METADATA", "Metadata-Version: 2.1\nName: pip\nVersion: 0.5\n"
        )
        archive.writestr(
            "pip-0.5.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("pip-0.5.dist-info/RECORD", "")
    lock = folder / "pip.txt"
    lock.write_text(f"pip==0.5 ; {marker} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n")
    return lock


@pytest.fixture
def _offline(monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", tmp_path.as_uri())


@pytest.mark.usefixtures("_offline")
def test_another_pip_is_unpacked_beside_the_environment_and_used(tmp_path):
    lock = lock_of_a_made_up_pip(tmp_path, "python_version >= '3.11'")
    assert install_lock.name_of(install_lock.fetched_pip(lock, tmp_path / "pip lock")) == "pip 0.5"


@pytest.mark.usefixtures("_offline")
def test_a_pip_that_is_not_for_this_python_leaves_the_environments_own(tmp_path):
    lock = lock_of_a_made_up_pip(tmp_path, "python_version < '3.11'")
    assert install_lock.fetched_pip(lock, tmp_path / "pip lock") == install_lock.OWN_PIP


@pytest.mark.usefixtures("_offline")
def test_another_pip_with_another_hash_is_refused(tmp_path):
    lock = lock_of_a_made_up_pip(tmp_path, "python_version >= '3.11'")
    lock.write_text(lock.read_text()[:-5] + "0000\n")
    with pytest.raises(SystemExit, match="DO NOT MATCH THE HASHES"):
        install_lock.fetched_pip(lock, tmp_path / "pip lock")
