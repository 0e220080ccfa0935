"""The files that platforms read, held against the program that they deploy."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings, load

ROOT = Path(__file__).parents[1]
NAMES = {name.upper() for name in Settings.model_fields}
PROCESSES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
APP = json.loads((ROOT / "app.json").read_text())
BLUEPRINT = yaml.safe_load((ROOT / "render.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def can_be_used(monkeypatch, values):
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load(None)


def test_every_process_is_python_itself_so_that_signals_reach_it():
    assert PROCESSES["worker"] == "python -m bot"
    for command in PROCESSES.values():
        assert re.fullmatch(r"python -m bot( [a-z]+)?", command)


def test_heroku_is_told_of_real_settings_and_processes(monkeypatch):
    assert set(APP["env"]) <= NAMES
    assert [name for name, is_ in APP["env"].items() if is_.get("required")] == [
        "TELEGRAM_BOT_TOKEN"
    ]
    assert set(APP["formation"]) <= set(PROCESSES)
    polling = {name for name, is_ in APP["formation"].items() if is_["quantity"]}
    assert polling == {"worker"}, "two that poll take turns in failing"
    assert APP["formation"]["worker"]["quantity"] == 1
    values = {name: is_["value"] for name, is_ in APP["env"].items() if "value" in is_}
    assert can_be_used(monkeypatch, values).shutdown_seconds < 30, "when Heroku kills"
    assert re.fullmatch(r"[a-zA-Z-_.]+", APP["name"]), "its schema"


def test_render_is_told_of_real_settings_and_processes(monkeypatch):
    databases = {database["name"] for database in BLUEPRINT["databases"]}
    for service in BLUEPRINT["services"]:
        assert service["startCommand"] in PROCESSES.values()
        assert service["numInstances"] == 1
        (requirements,) = re.findall(r"-r (\S+)", service["buildCommand"])
        assert (ROOT / requirements).exists()
        variables = {variable["key"]: variable for variable in service["envVars"]}
        assert set(variables) <= NAMES
        assert variables["TELEGRAM_BOT_TOKEN"]["sync"] is False
        assert variables["DATABASE_URL"]["fromDatabase"]["name"] in databases
        values = {name: is_["value"] for name, is_ in variables.items() if "value" in is_}
        settings = can_be_used(monkeypatch, values)
        assert settings.shutdown_seconds < service["maxShutdownDelaySeconds"]


def test_the_image_runs_python_as_nobody_in_particular_and_has_all_it_needs():
    first, last = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert json.loads(re.search(r"^CMD (.+)$", last, re.MULTILINE)[1]) == ["python", "-m", "bot"]
    assert int(re.search(r"^USER (\S+)$", last, re.MULTILINE)[1]) > 0
    assert "pip install" in first
    assert "pip" not in last
    assert "apt-get" not in DOCKERFILE
    for stage, source in ((first, "requirements"), (last, "bot"), (last, "models")):
        assert re.search(rf"^COPY .*{source}", stage, re.MULTILINE)
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
    assert ignored[0] == "*", "what is not named there does not get in: no .env, no database"
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert name in let_in


def test_all_speak_of_one_version_of_python():
    version = (ROOT / ".python-version").read_text().strip()
    assert re.search(r"^ARG PYTHON=(.+)$", DOCKERFILE, re.MULTILINE)[1] == version
    assert version in PROJECT["requires-python"]
    assert f"--python-version {version}" in (ROOT / ".ci" / "requirements").read_text()


def pinned(name):
    """Each package of a requirements file with its versions; every one must have a hash."""
    found = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
        match = re.match(r"([\w.-]+)(?:\[.*\])?==(\S+)", entry)
        assert match, entry
        assert "--hash=sha256:" in entry, entry
        assert "://" not in entry, entry
        found.setdefault(match[1], set()).add(match[2])
    return found


def test_the_worker_is_installed_without_tensorflow():
    packages = pinned("requirements.txt")
    for dependency in PROJECT["dependencies"]:
        assert re.match(r"[\w.-]+", dependency)[0].lower() in packages
    for absent in ("tensorflow*", "keras", "onnx", "matplotlib", "tf2onnx"):
        assert not any(fnmatch(name, absent) for name in packages)


def test_the_trainer_is_installed_with_the_workers_versions_and_tensorflow():
    worker, trainer = pinned("requirements.txt"), pinned("requirements-trainer.txt")
    assert {name: trainer.get(name) for name in worker} == worker
    assert {"tensorflow-cpu", "keras", "onnx"} <= set(trainer)


def test_the_guide_names_settings_and_files_that_exist():
    guide = (ROOT / "docs" / "deploy.md").read_text()
    for name in re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", guide):
        assert name in NAMES | THEIRS, name
    for name in re.findall(r"\]\(\.\./([^)#]+)\)", guide):
        assert (ROOT / name).exists(), name


THEIRS = {
    "RAILWAY_DEPLOYMENT_DRAINING_SECONDS",
    "RAILWAY_DEPLOYMENT_OVERLAP_SECONDS",
    "SIGTERM",
    "SIGKILL",
    "REQUIREMENTS",
    "MNIST_PATH",
}


@pytest.mark.parametrize("platform", ["Heroku", "Render", "Railway", "Fly", "Dokku", "systemd"])
def test_the_guide_knows_each_platform(platform):
    guide = (ROOT / "docs" / "deploy.md").read_text()
    (section,) = re.findall(rf"^## [^\n]*{platform}.*?(?=^## |\Z)", guide, re.MULTILINE | re.DOTALL)
    for what in ("second", "disk", "memory"):
        assert what in section.lower(), f"{platform}: {what}"


def test_who_runs_the_bot_installs_no_tools_and_who_tests_it_does():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["uv"]["default-groups"] == []
    readme = (ROOT / "README.md").read_text()
    tests = re.findall(r"^pip install uv && uv run (.*) pytest -n 2$", readme, re.MULTILINE)
    assert tests == ["--extra training --group dev"]
    tools = r"pytest|bot\.speech"
    others = re.findall(rf"^.*uv run (?!.*(?:{tools})).*python -m.*$", readme, re.MULTILINE)
    assert len(others) > 5
    assert not any("--group" in command for command in others)
    run = (ROOT / ".ci" / "run").read_text()
    for tool in ("ruff check", "ruff format", "mypy"):
        assert f"uv run --extra training --group dev {tool}" in run
