#!/usr/bin/env python3
"""whoknows behind a real nginx with its own site file, looked at in headless Chromium.

whoknows_browser.py SCHEMAC WHOKNOWS EXAMPLE_FOLDER SCREENSHOT_FOLDER
"""

import contextlib
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, host, headers=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host, **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(port, path, host, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit(f"{process.args[0]} ended with {process.returncode}")
        with contextlib.suppress(OSError):
            if get(port, path, host)[0] == 200:
                return
        time.sleep(0.05)
    sys.exit(f"nothing answers on port {port}")


def site_file(example, folder, service_port, nginx_port):
    """The example's own site file, with the ports and paths of this test."""
    site = (example / "deploy/nginx.conf").read_text()
    site = site.replace("127.0.0.1:8080", f"127.0.0.1:{service_port}").replace("listen 80;", f"listen 127.0.0.1:{nginx_port};")
    site = site.replace("/etc/nginx/snippets/", f"{example}/deploy/")
    temporary = "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = folder / "nginx.conf"
    path.write_text(f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
                    f"http {{\n  access_log off;\n{temporary}{site}\n}}\n")
    return path


def chromium(port, path, screenshot, profile):
    """Loads a page as a person's browser would; its DOM, and a picture of it in `screenshot`."""
    rules = f"MAP whoknows.example 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    common = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}",
              f"--host-resolver-rules={rules}", "--window-size=1000,700", "--virtual-time-budget=3000"]
    url = f"http://whoknows.example{path}"
    dom = subprocess.run([*common, "--dump-dom", url], capture_output=True, text=True, timeout=60, check=True).stdout
    subprocess.run([*common, f"--screenshot={screenshot}", url], capture_output=True, timeout=60, check=True)
    return dom


def check(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")
    print(f"ok: {what}")


def check_nginx(port):
    status, body = get(port, "/?q=fortran", "whoknows.example")
    check(status == 200 and "wiki/Fortran" in body, "nginx passes the pages on under the app's name")
    status, body = get(port, "/api/search?q=fortran", "api.whoknows.example")
    check(status == 200 and '"data":[{' in body, "and the API under the API's name")
    check(get(port, "/v1/pages?select=id&limit=1", "api.whoknows.example")[1] == '[{"id":1}]', "the resources too")
    check(get(port, "/", "api.whoknows.example")[0] == 404, "the API's name serves no pages")
    check(get(port, "/v1/pages/a%2Fb", "api.whoknows.example")[0] == 404, "an encoded slash stays part of a key")


def check_pages(port, pictures, folder):
    for name, path, wanted in (("search", "/?q=programming", "search-result-title"), ("home", "/", 'id="search-input"'),
                               ("about", "/about", "<h1>About</h1>"), ("login", "/login", 'id="login-button"'),
                               ("register", "/register", 'id="register-button"')):
        picture = pictures / f"{name}.png"
        dom = chromium(port, path, picture, folder / "profile")
        check(wanted in dom, f"Chromium shows {path}")
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        check((width, height) == (1000, 700) and picture.stat().st_size > 5000, f"and its picture is not blank: {picture.name}")


def main():
    schemac, whoknows, example, pictures = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
    pictures.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="schemac_browser_"))
    service_port, nginx_port = free_port(), free_port()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:{folder}/whoknows.db", "PORT": str(service_port),
                   "SESSION_SECRET": "only for this test, and long enough", "ACCESS_LOG": "false"}
    processes = []
    try:
        subprocess.run([schemac, "--project", example, "apply", "--url", environment["DATABASE_URL"]], check=True,
                       stdout=subprocess.DEVNULL)
        processes.append(subprocess.Popen([whoknows], env=environment, cwd=folder, stdout=subprocess.DEVNULL))
        wait_for(service_port, "/ready", "localhost", processes[-1])
        config = site_file(example, folder, service_port, nginx_port)
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        processes.append(subprocess.Popen([nginx, "-p", folder, "-c", config], stderr=subprocess.DEVNULL))
        wait_for(nginx_port, "/live", "api.whoknows.example", processes[-1])
        check_nginx(nginx_port)
        check_pages(nginx_port, pictures, folder)
        service = processes[0]
        service.terminate()
        check(service.wait(timeout=20) == 0, "on SIGTERM the service ends by itself, with exit code 0")
    finally:
        for process in processes:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
