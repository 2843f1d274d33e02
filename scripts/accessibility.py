#!/usr/bin/env python3
"""Does axe-core find fault with a report?  Opens each page in headless Chromium with axe-core beside it.

    python3 scripts/accessibility.py demo/report.html [demo/linked/quality.html ...]

Rules: WCAG 2.0 to 2.2, levels A and AA, and axe's best practices. axe-core (MPL-2.0) is fetched from the npm registry into target/axe at a pinned
version and checksum; it is for this check alone and enters nothing that ships. Prints `skipped:` where Chromium or npm is missing. Exit
status 1 when a page breaks a rule. Standard library only.
"""
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.10.3"
SHA256 = "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb"
KEPT = Path(__file__).parent.parent / "target" / "axe"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = """
axe.run(document, {runOnly: %s}).then(found => {
  const short = found.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.target.join(' ')).slice(0, 5)}));
  const out = document.createElement('pre');
  out.id = 'axe-result';
  out.textContent = JSON.stringify({passes: found.passes.length, violations: short});
  document.body.appendChild(out);
});
"""


def axe():
    """The text of axe-core, fetched once; None without npm."""
    script = KEPT / "package" / "axe.min.js"
    if not script.exists():
        if not shutil.which("npm"):
            return None
        KEPT.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(["npm", "pack", f"axe-core@{VERSION}"], cwd=KEPT, capture_output=True, text=True)
        if fetched.returncode:
            return None
        with tarfile.open(KEPT / f"axe-core-{VERSION}.tgz") as packed:
            packed.extract("package/axe.min.js", KEPT)
    text = script.read_bytes()
    if hashlib.sha256(text).hexdigest() != SHA256:
        sys.exit(f"{script} is not axe-core {VERSION}: delete it and run again")
    return text.decode("utf-8")


def audit(browser, script, page):
    """What axe-core says of one page."""
    text = page.read_text(encoding="utf-8")
    # The page forbids scripts, as it should; the copy that is audited must run one.
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    run = SCRIPT % json.dumps(TAGS)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(text.replace("</body>", f"<script>{script}</script><script>{run}</script></body>"), encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += ["--virtual-time-budget=120000", "--dump-dom", copy.as_uri()]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    found = re.search(r'<pre id="axe-result">(.*?)</pre>', dom, re.DOTALL)
    if not found:
        sys.exit(f"{page}: axe-core gave no result")
    return json.loads(html.unescape(found.group(1)))


def main():
    pages = [Path(page) for page in sys.argv[1:]]
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    script = axe() if browser else None
    if not browser or not script:
        print(f"skipped: {len(pages)} pages; {'axe-core could not be fetched' if browser else 'no Chromium'}")
        return
    faults = 0
    for page in pages:
        found = audit(browser, script, page)
        print(f"{page}: {found['passes']} rules hold, {len(found['violations'])} broken")
        for fault in found["violations"]:
            print(f"  {fault['impact']}: {fault['id']}: {fault['help']}: {'; '.join(fault['nodes'])}")
        faults += len(found["violations"])
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
