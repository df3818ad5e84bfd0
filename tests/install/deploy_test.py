#!/usr/bin/env python3
"""The example's deployment files, as far as they can be judged without a Docker engine and a running systemd: the image
holds every library that its programs need, every file that it copies exists, and systemd understands the unit.

deploy_test.py SCHEMAC WHOKNOWS PROJECT_FOLDER
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


# What ./dev installs beside what a build without tests needs.
ONLY_FOR_DEVELOPERS = {"ccache", "mold", "libgtest-dev", "libgmock-dev", "python3", "git", "curl", "openssl", "sqlite3"}


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stages_of(dockerfile):
    """Each stage's instructions, continuation lines joined."""
    text = re.sub(r"\\\n", " ", dockerfile.read_text())
    stages = []
    for line in text.splitlines():
        if line.startswith("FROM "):
            stages.append([])
        elif line and not line.startswith("#"):
            stages[-1].append(line)
    return stages


def packages_of(stage):
    install = re.search(r"apt-get install -y --no-install-recommends ([^&\n]*)", "\n".join(stage))[1]
    return set(install.split())


def package_of(library):
    """The Debian package of a shared library's file; /lib and /usr/lib are one."""
    path = str(pathlib.Path(library).resolve())
    for spelling in (path, path.removeprefix("/usr")):
        found = subprocess.run(["dpkg", "-S", spelling], capture_output=True, text=True).stdout
        if found:
            return found.split(":", 1)[0]
    sys.exit(f"no package has {library}")


def needed_packages(program):
    """Of the libraries that the program names itself; packages bring along what those need."""
    names = set(re.findall(r"NEEDED\s+(\S+)", said("objdump", "-p", program)))
    paths = dict(re.findall(r"(\S+) => (\S+)", said("ldd", program)))
    return {package_of(paths[name]) for name in names if name in paths}


def check_dockerfile(project, programs):
    build, run = stages_of(project / "examples/whoknows/Dockerfile")
    base = {"libc6", "libgcc-s1", "libstdc++6"}  # the last two come with every C++ library's package
    for program in programs:
        missing = needed_packages(program) - packages_of(run) - base
        if missing:
            sys.exit(f"Dockerfile: {pathlib.Path(program).name} needs {', '.join(sorted(missing))} in the image that runs")
    for line in run:
        copied = re.match(r"COPY (?!--from)(.*) \S+$", line)
        for source in copied[1].split() if copied else ():
            if not (project / source).exists():
                sys.exit(f"Dockerfile: there is no {source} to copy")
    known = set(re.search(r"build_packages=\((.*?)\)", (project / "dev").read_text(), re.S)[1].split())
    different = packages_of(build) ^ (known - ONLY_FOR_DEVELOPERS)
    if different:
        sys.exit(f"Dockerfile: it builds with other packages than ./dev: {', '.join(sorted(different))}")


def check_unit(project, programs):
    """In a root folder of its own, where the programs are where the unit looks for them."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        units = root / "etc/systemd/system"
        programs_folder = root / "opt/whoknows/bin"
        for folder in (units, programs_folder):
            folder.mkdir(parents=True)
        for program in programs:
            shutil.copy(program, programs_folder)
        shutil.copy(project / "examples/whoknows/deploy/whoknows.service", units)
        shutil.copytree("/usr/lib/systemd/system", root / "usr/lib/systemd/system", symlinks=True)
        result = subprocess.run(["systemd-analyze", "verify", f"--root={root}", "--man=no", "whoknows.service"],
                                capture_output=True, text=True)
        mistakes = [line for line in result.stderr.splitlines() if "whoknows.service" in line]
        if mistakes:
            sys.exit("systemd-analyze verify: " + "\n".join(mistakes))


def main():
    *programs, project = sys.argv[1:4]
    check_dockerfile(pathlib.Path(project), programs)
    check_unit(pathlib.Path(project), programs)


if __name__ == "__main__":
    main()
