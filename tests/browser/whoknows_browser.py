#!/usr/bin/env python3
"""whoknows on one engine, behind a real nginx with its own site file, used by a person in headless Chromium.

whoknows_browser.py ENGINE SCHEMAC WHOKNOWS EXAMPLE_FOLDER SCREENSHOT_FOLDER
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
import urllib.parse
import urllib.request

from chromium import Chromium


@contextlib.contextmanager
def fresh_database(engine, folder):
    """The URL of an empty database: a file, or one of the server that SCHEMAC_TEST_<ENGINE>_URL names."""
    if engine == "sqlite":
        yield f"sqlite:{folder}/whoknows.db"
        return
    variable = f"SCHEMAC_TEST_{engine.upper()}_URL"
    server = os.environ.get(variable)
    if not server:
        sys.exit(f"{variable} is not set: run the tests with ./dev test, or start ./dev servers")
    name = f"t_browser_{os.getpid()}"
    if engine == "postgres":
        command = ["psql", "-X", "-q", server, "-c"]
    else:
        socket_path = urllib.parse.parse_qs(urllib.parse.urlsplit(server).query)["socket"][0]
        command = ["mariadb", "--no-defaults", "-uroot", "-S", socket_path, "-e"]
    subprocess.run([*command, f"CREATE DATABASE {name}"], check=True)
    try:
        address, options = server.rsplit("?", 1)
        yield f"{address.rsplit('/', 1)[0]}/{name}?{options}"
    finally:
        subprocess.run([*command, f"DROP DATABASE {name}"], check=True)


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


def check(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")
    print(f"ok: {what}", flush=True)


def check_nginx(port):
    status, body = get(port, "/?q=fortran", "whoknows.example")
    check(status == 200 and "wiki/Fortran" in body, "nginx passes the pages on under the app's name")
    status, body = get(port, "/api/search?q=fortran", "api.whoknows.example")
    check(status == 200 and '"data":[{' in body, "and the API under the API's name")
    check(get(port, "/v1/pages?select=id&limit=1", "api.whoknows.example")[1] == '[{"id":1}]', "the resources too")
    check(get(port, "/", "api.whoknows.example")[0] == 404, "the API's name serves no pages")
    check(get(port, "/v1/pages/a%2Fb", "api.whoknows.example")[0] == 404, "an encoded slash stays part of a key")


def shoot(browser, pictures, name):
    picture = pictures / f"{name}.png"
    browser.picture(picture)
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    check((width, height) == (1000, 700) and picture.stat().st_size > 5000, f"its picture is not blank: {picture.name}")


def check_pages(browser, pictures):
    for name, path, wanted in (("search", "/?q=programming", "search-result-title"), ("home", "/", 'id="search-input"'),
                               ("nothing", "/?q=nothingatall", "no page was found"), ("missing", "/nowhere", "There is no page at this address"),
                               ("about", "/about", "<h1>About</h1>"), ("login", "/login", 'id="login-button"'),
                               ("register", "/register", 'id="register-button"')):
        browser.open(f"http://whoknows.example{path}")
        check(wanted in browser.dom(), f"Chromium shows {path}")
        shoot(browser, pictures, name)


def check_person(browser, pictures):
    """Registers, logs in, searches and logs out, by the pages' own forms."""
    browser.open("http://whoknows.example/register")
    browser.submit("register-button", username="ada", email="ada@example.org", password="correct horse", password2="correct")
    check("The two passwords do not match" in browser.dom(), "a mistake is told on the page")
    shoot(browser, pictures, "refused")
    browser.submit("register-button", password="correct horse", password2="correct horse")
    check(browser.path() == "/login?registered", "a person registers")
    browser.submit("login-button", username="ada", password="wrong")
    check("Invalid username or password" in browser.dom(), "a wrong password is told on the page")
    browser.evaluate("document.querySelector('[name=username]').value = ''")
    browser.submit("login-button", username="ada", password="correct horse")
    check(browser.path() == "/" and browser.evaluate("document.getElementById('user').textContent") == "ada", "and logs in")
    check(browser.evaluate("document.cookie") == "", "the session is no script's to read")
    browser.submit("search-button", q="numerical computing")
    found = browser.evaluate("[...document.querySelectorAll('.search-result-title')].map(link => link.textContent).join()")
    check(found in ("MATLAB,Fortran", "Fortran,MATLAB"), f"and searches: {found}")
    shoot(browser, pictures, "logged_in")
    browser.submit("nav-logout")
    check('id="nav-login"' in browser.dom(), "and logs out")


def use(engine, schemac, whoknows, example, pictures, folder, url):
    service_port, nginx_port = free_port(), free_port()
    environment = {**os.environ, "DATABASE_URL": url, "PORT": str(service_port),
                   "SESSION_SECRET": "only for this test, and long enough", "ACCESS_LOG": "false"}
    processes = []
    try:
        subprocess.run([schemac, "--project", example, "apply", "--url", url], check=True, stdout=subprocess.DEVNULL)
        processes.append(subprocess.Popen([whoknows], env=environment, cwd=folder, stdout=subprocess.DEVNULL))
        wait_for(service_port, "/ready", "localhost", processes[-1])
        config = site_file(example, folder, service_port, nginx_port)
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        processes.append(subprocess.Popen([nginx, "-p", folder, "-c", config], stderr=subprocess.DEVNULL))
        wait_for(nginx_port, "/live", "api.whoknows.example", processes[-1])
        check_nginx(nginx_port)
        browser = Chromium(folder / "profile", {"whoknows.example": f"127.0.0.1:{nginx_port}"})
        try:
            check_pages(browser, pictures)
            check_person(browser, pictures)
        finally:
            browser.close()
        service = processes[0]
        service.terminate()
        check(service.wait(timeout=20) == 0, f"on SIGTERM the service on {engine} ends by itself, with exit code 0")
    finally:
        for process in processes:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=20)


def main():
    engine = sys.argv[1]
    schemac, whoknows, example, pictures = (pathlib.Path(argument).resolve() for argument in sys.argv[2:6])
    pictures.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="schemac_browser_"))
    try:
        with fresh_database(engine, folder) as url:
            use(engine, schemac, whoknows, example, pictures, folder, url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
