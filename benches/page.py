#!/usr/bin/env python3
"""Opens pages in headless Chromium as people do, and tells what is wrong with them.

    npm pack axe-core && tar xzf axe-core-*.tgz package/axe.min.js
    insights report … -o week.html
    python3 benches/page.py --axe package/axe.min.js [--shots FOLDER] week.html…

Each page is looked at in light and dark, 1200 and 390 px wide: rules of axe-core that it breaks, what the console was
told, requests besides the page itself, sideways scroll, and how long it took to be there; and on paper: what is wider
than its card. With `--shots` screenshots and the printed PDF are kept. Needs `chromedriver` and Chromium. Exit code 1: something was found.
"""

import argparse
import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

WIDTHS = [1200, 390]
THEMES = ["light", "dark"]
# A4 without its margins.
PAPER = 703


class Browser:
    """A session with chromedriver."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
        self.root = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                self.ask("GET", "/status")
                break
            except OSError:
                time.sleep(0.1)
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.root += f"/session/{session['sessionId']}"

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)["value"]

    def tell(self, command, **parameters):
        """A command of the browser's own protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def evaluate(self, script):
        done = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"])
        return done["result"].get("value")

    def log(self, kind):
        return self.ask("POST", "/se/log", {"type": kind})

    def close(self):
        self.ask("DELETE", "")
        self.driver.terminate()


def requests(browser):
    """Addresses that were asked for, the page and what it carries in itself aside."""
    asked = []
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    return [url for url in asked if not url.startswith("data:")][1:]


def looked_at(browser, page, axe, shots, width, theme):
    """What is wrong with a page; empty: nothing."""
    browser.tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
    browser.log("performance"), browser.log("browser")
    browser.ask("POST", "/url", {"url": "file://" + os.path.abspath(page)})
    times = browser.evaluate("""(() => { const n = performance.getEntriesByType('navigation')[0];
        const p = performance.getEntriesByType('paint').map(x => Math.round(x.startTime));
        return [Math.round(n.domContentLoadedEventEnd), Math.round(n.loadEventEnd), ...p] })()""")
    wrong = [f"console: {entry['message']}" for entry in browser.log("browser")]
    wrong += [f"request: {url}" for url in requests(browser)]
    wide = browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"{wide} px wider than the window")
    # What is folded is opened: it has to be readable as well.
    browser.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    if axe:
        browser.evaluate(axe)
        found = json.loads(browser.evaluate("axe.run(document, {resultTypes: ['violations']}).then(JSON.stringify)"))
        for rule in found["violations"]:
            wrong.append(f"axe {rule['id']} ({rule['impact']}): {rule['help']}, {len(rule['nodes'])} times")
            wrong += [f"   {node['target']} {node['html'][:160]} {node['failureSummary'][:200]!r}" for node in rule["nodes"][:3]]
    if shots:
        stem = f"{shots}/{os.path.splitext(os.path.basename(page))[0]}-{width}-{theme}"
        shot = browser.tell("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        open(stem + ".png", "wb").write(base64.b64decode(shot["data"]))
    print(f"{page} {width} px {theme}: ready, loaded, painted after {times} ms, {len(wrong)} faults")
    return wrong


def printed(browser, page, shots):
    """What is wrong with the page on paper; empty: nothing."""
    browser.tell("Emulation.setDeviceMetricsOverride", width=PAPER, height=1000, deviceScaleFactor=1, mobile=False)
    browser.tell("Emulation.setEmulatedMedia", media="print")
    browser.ask("POST", "/url", {"url": "file://" + os.path.abspath(page)})
    wide = browser.evaluate("""[...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth + 1)
        .map(c => `on paper ${c.scrollWidth - c.clientWidth} px wider than its card: ${c.textContent.slice(0, 40)}`)""")
    browser.tell("Emulation.setEmulatedMedia", media="")
    if shots:
        kept(browser, page, shots)
    return wide


def kept(browser, page, shots):
    """Keeps what a printer would get."""
    pdf = browser.ask("POST", "/print", {"page": {"width": 21.0, "height": 29.7}})
    path = f"{shots}/{os.path.splitext(os.path.basename(page))[0]}.pdf"
    open(path, "wb").write(base64.b64decode(pdf))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axe", help="axe.min.js; without it no rules are looked at")
    parser.add_argument("--shots", help="folder for screenshots and PDF")
    parser.add_argument("pages", nargs="+")
    options = parser.parse_args()
    axe = options.axe and open(options.axe, encoding="utf-8").read()
    if options.shots:
        os.makedirs(options.shots, exist_ok=True)
    browser, faults = Browser(), 0
    try:
        for page in options.pages:
            for width in WIDTHS:
                for theme in THEMES:
                    wrong = looked_at(browser, page, axe, options.shots, width, theme)
                    faults += len(wrong)
                    print("".join(f"  {line}\n" for line in wrong), end="")
            wrong = printed(browser, page, options.shots)
            faults += len(wrong)
            print("".join(f"  {line}\n" for line in wrong), end="")
    finally:
        browser.close()
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
