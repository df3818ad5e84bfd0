#!/usr/bin/env python3
"""Whether whoknows answers as its OpenAPI document says: every status, media type and body.

openapi_conformance.py SCHEMAC WHOKNOWS EXAMPLE_FOLDER
"""

import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

import jsonschema

PAGE = {"title": "Ada", "url": "https://example.org/ada", "content": "A language."}
ONE = {"Accept": "application/vnd.pgrst.object+json"}
SHOWN = {"Prefer": "return=representation"}
COUNTED = {"Prefer": "count=exact"}

# Who asks, what, and the status that must be answered. Rows 1 to 5 are the seed's.
REQUESTS = [
    ("anyone", "GET", "/pages", {}, None, 200),
    ("anyone", "GET", "/pages?select=id,title&order=id.desc&limit=2", COUNTED, None, 206),
    ("anyone", "GET", "/pages?id=eq.1", ONE, None, 200),
    ("anyone", "GET", "/pages", ONE, None, 406),
    ("anyone", "GET", "/pages?nothing=eq.1", {}, None, 400),
    ("anyone", "GET", "/pages?offset=99", COUNTED, None, 416),
    ("anyone", "GET", "/pages/1", {}, None, 200),
    ("anyone", "GET", "/pages/1?select=title", {}, None, 200),
    ("anyone", "GET", "/pages/1?title=eq.x", {}, None, 400),
    ("anyone", "GET", "/pages/99", {}, None, 404),
    ("anyone", "POST", "/pages", {}, PAGE, 401),
    ("anyone", "GET", "/users", {}, None, 401),
    ("member", "GET", "/users", {}, None, 200),
    ("member", "GET", "/users/1", {}, None, 200),
    ("member", "POST", "/pages", {}, PAGE, 201),
    ("member", "POST", "/pages", SHOWN, PAGE | {"title": "Ada 2", "url": "https://example.org/2", "last_updated": None}, 201),
    ("member", "POST", "/pages", SHOWN | ONE, PAGE | {"title": "Ada 3", "url": "https://example.org/3"}, 201),
    ("member", "POST", "/pages", SHOWN | ONE, [PAGE | {"url": "https://a"}, PAGE | {"url": "https://b"}], 406),
    ("member", "POST", "/pages", {}, PAGE, 409),
    ("member", "POST", "/pages", {}, {"title": None}, 422),
    ("member", "POST", "/pages", {}, "no object", 400),
    ("member", "POST", "/pages", {"Content-Type": "text/plain"}, PAGE, 415),
    ("member", "POST", "/pages", {}, PAGE | {"content": "x" * 2_000_000}, 413),
    ("member", "PUT", "/pages/1", {}, PAGE | {"title": "B", "url": "https://example.org/b"}, 200),
    ("member", "PUT", "/pages/1", {"Prefer": "return=minimal"}, PAGE | {"title": "C", "url": "https://example.org/c"}, 204),
    ("member", "PUT", "/pages/70", {}, PAGE | {"title": "D", "url": "https://example.org/d"}, 201),
    ("member", "PUT", "/pages/1", {}, {}, 422),
    ("member", "PUT", "/pages/1", {}, PAGE | {"title": "D", "url": "https://example.org/d"}, 409),
    ("member", "PATCH", "/pages/1", {}, {"language": "da"}, 200),
    ("member", "PATCH", "/pages/1", {"Prefer": "return=minimal"}, {"language": "en"}, 204),
    ("member", "PATCH", "/pages/1", {}, {"language": "xx"}, 422),
    ("member", "PATCH", "/pages/99", {}, {"language": "en"}, 404),
    ("member", "PATCH", "/pages?id=eq.1", SHOWN, {"language": "da"}, 200),
    ("member", "PATCH", "/pages?id=eq.1", {}, {"language": "en"}, 204),
    ("member", "PATCH", "/pages?id=gt.0", SHOWN | ONE, {"language": "da"}, 406),
    ("member", "PATCH", "/pages", {}, {"language": "da"}, 400),
    ("member", "DELETE", "/pages/2", SHOWN, None, 200),
    ("member", "DELETE", "/pages/3", {}, None, 204),
    ("member", "DELETE", "/pages/3", {}, None, 404),
    ("member", "DELETE", "/pages?id=eq.4", SHOWN, None, 200),
    ("member", "DELETE", "/pages?id=eq.5", {}, None, 204),
    ("member", "DELETE", "/pages", {}, None, 400),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, method, target, headers, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, target, body, headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit(f"the service ended with {process.returncode}")
        try:
            return ask(port, "GET", "/ready", {})
        except OSError:
            time.sleep(0.05)
    sys.exit("the service does not answer")


def log_in(port):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    ask(port, "POST", "/api/register", form, "username=ann&email=ann%40x.dk&password=s3cret&password2=s3cret")
    _, headers, body = ask(port, "POST", "/api/login", form, "username=ann&password=s3cret")
    return headers["Set-Cookie"].split(";")[0] if "Set-Cookie" in headers else sys.exit(f"cannot log in: {body}")


def operation_of(document, method, path):
    for template, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), path):
            return operations[method.lower()]
    sys.exit(f"the document has no {path}")


def resolved(document, value):
    while "$ref" in value:
        parts, value = value["$ref"].removeprefix("#/").split("/"), document
        for part in parts:
            value = value[part]
    return value


def differences(document, method, path, answer):
    """What of an answer the document does not say."""
    status, headers, body = answer
    responses = operation_of(document, method, path)["responses"]
    if str(status) not in responses:
        return f"the document has no {status}"
    described = resolved(document, responses[str(status)])
    if not body:
        return None
    media_type = headers["Content-Type"].split(";")[0]
    if media_type not in described.get("content", {}):
        return f"the document has no {media_type} for {status}"
    schema = described["content"][media_type]["schema"]
    whole = schema | {"components": document["components"]}  # what its references lead to
    errors = list(jsonschema.Draft202012Validator(whole).iter_errors(json.loads(body)))
    return f"{errors[0].message}: {body[:300]}" if errors else None


def main():
    schemac, whoknows, example = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    document = json.loads((example / "generated/v1.openapi.json").read_text())
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        url, port = f"sqlite:{folder}/whoknows.db", free_port()
        subprocess.run([schemac, "--project", example, "apply", "--url", url], check=True, stdout=subprocess.DEVNULL)
        settings = {"DATABASE_URL": url, "PORT": str(port), "ACCESS_LOG": "false",
                    "SESSION_SECRET": "an example's secret, long enough to sign with"}
        service = subprocess.Popen([whoknows], env=os.environ | settings, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            wait_for(port, service)
            cookie = {"Cookie": log_in(port)}
            for who, method, target, headers, body, wanted in REQUESTS:
                sent = {"Content-Type": "application/json"} | headers | (cookie if who == "member" else {})
                answer = ask(port, method, "/v1" + target, sent, None if body is None else json.dumps(body))
                wrong = f"answered {answer[0]}: {answer[2][:300]}" if answer[0] != wanted else None
                wrong = wrong or differences(document, method, target.split("?")[0], answer)
                failures += wrong is not None
                print(f"{'failed' if wrong else 'ok'}: {who} {method} {target} {wanted}" + (f": {wrong}" if wrong else ""))
        finally:
            service.terminate()
            service.wait()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
