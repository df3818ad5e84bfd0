"""Headless Chromium, driven over its own debugging protocol: a pipe, so that no port and no library is needed."""

import base64
import json
import os
import select
import subprocess
import time

SECONDS = 30


class Chromium:
    """One browser with one page. `names` are the host names that exist, each with the address that it stands for."""

    def __init__(self, profile, names):
        rules = ", ".join([*(f"MAP {name} {address}" for name, address in names.items()), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"])
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        # Chromium reads commands from descriptor 3 and writes to 4. `shm` is small in containers, and root has no sandbox.
        script = f'exec chromium "$@" 3<&{commands} 4>&{answers}'
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                   "--remote-debugging-pipe", f"--user-data-dir={profile}", f"--host-resolver-rules={rules}",
                   "--window-size=1000,700", "about:blank"]
        self.process = subprocess.Popen(["bash", "-c", script, "chromium", *options], pass_fds=(commands, answers),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.received, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=1000, height=700, deviceScaleFactor=1, mobile=False)

    def close(self):
        os.close(self.commands)
        self.process.terminate()
        self.process.wait(timeout=SECONDS)
        os.close(self.answers)

    def call(self, method, **parameters):
        """Sends a command and gives its result; what happens meanwhile is kept in `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") != self.number:
                self.events.append(answer.get("method"))
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def receive(self):
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self.received:
            readable, _, _ = select.select([self.answers], [], [], max(0, deadline - time.monotonic()))
            read = os.read(self.answers, 1 << 20) if readable else b""
            if not read:
                raise RuntimeError("Chromium says nothing more")
            self.received += read
        message, self.received = self.received.split(b"\0", 1)
        return json.loads(message)

    def until_loaded(self):
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.receive().get("method"))

    def open(self, url):
        self.events.clear()
        said = self.call("Page.navigate", url=url)
        if "errorText" in said:
            raise RuntimeError(f"{url}: {said['errorText']}")
        self.until_loaded()

    def evaluate(self, script):
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(f"{script}: {said['exceptionDetails']}")
        return said["result"].get("value")

    def submit(self, button, **fields):
        """Types into the form as a person would, presses the button, and waits for the page that comes."""
        for name, value in fields.items():
            self.evaluate(f"document.querySelector('[name={name}]').focus()")
            self.call("Input.insertText", text=value)
        self.events.clear()
        self.evaluate(f"document.getElementById('{button}').click()")
        self.until_loaded()

    def path(self):
        return self.evaluate("location.pathname + location.search")

    def dom(self):
        return self.evaluate("document.documentElement.outerHTML")

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))
