"""Runs the steps of ./test, two at a time where they do not share anything, and counts test cases.

Every step's output goes to build/test-logs/<step>.log; of one that fails the last lines are shown. The last line is
`N passed, N failed`."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "test-logs"
SANITIZED = ROOT / "build" / "fuzz"
RELEASE = ROOT / "build" / "release"
FUZZ_SECONDS = 20
FUZZ_SECONDS_FULL = 600
STEP_SECONDS_MAX = 1800
SHOWN_LINES = 60


class Step:
    def __init__(self, name, command, environment=None):
        self.name, self.command, self.environment = name, [str(c) for c in command], environment or {}

    def run(self):
        log = LOGS / (self.name.replace("/", ".") + ".log")
        start = time.monotonic()
        with open(log, "w") as out:
            try:
                code = subprocess.run(self.command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                      env=os.environ | self.environment, timeout=STEP_SECONDS_MAX).returncode
            except subprocess.TimeoutExpired:
                out.write(f"\nstopped after {STEP_SECONDS_MAX} s\n")
                code = 124
        text = log.read_text(errors="replace")
        passed, failed = counted(text, code)
        print(f"{'ok  ' if code == 0 else 'FAIL'} {self.name}: {passed} passed, {failed} failed ({time.monotonic() - start:.0f} s)", flush=True)
        if code != 0:
            print("\n".join("     " + line for line in text.splitlines()[-SHOWN_LINES:]), flush=True)
        return passed, failed


def counted(text, code):
    """Test cases of doctest, unittest or node (TAP) as (passed, failed); a step of another kind is one test."""
    doctest = re.findall(r"test cases: +(\d+) \| +(\d+) passed \| +(\d+) failed", text)
    node = re.findall(r"^# pass (\d+)$.*?^# fail (\d+)$", text, re.M | re.S)
    unittest = re.findall(r"^Ran (\d+) tests? in", text, re.M)
    if doctest:
        passed, failed = sum(int(row[1]) for row in doctest), sum(int(row[2]) for row in doctest)
    elif node:
        passed, failed = sum(int(row[0]) for row in node), sum(int(row[1]) for row in node)
    elif unittest:
        failed = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", text))
        passed = max(0, sum(map(int, unittest)) - failed)
    else:
        passed, failed = int(code == 0), int(code != 0)
    if code != 0 and failed == 0:
        failed = 1
    return passed, failed


def unit_steps():
    sanitizers = {"ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1"}
    return [Step(f"unit/{p.name}", [p, "--no-intro=true"], sanitizers) for p in sorted(SANITIZED.glob("*_tests"))]


def fuzz_steps(seconds):
    steps = []
    for target in sorted(p for p in SANITIZED.glob("fuzz_*") if p.is_file()):
        name = target.name.removeprefix("fuzz_")
        found = ROOT / "build" / "fuzz-found" / name
        found.mkdir(parents=True, exist_ok=True)
        steps.append(Step(f"fuzz/{name}", [target, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
                                           f"-artifact_prefix={found}/", found, ROOT / "fuzz" / "corpus" / name]))
    return steps


def registered_steps():
    """Tests that the build registered (tests/CMakeLists.txt) because they need a program that it made."""
    listed = subprocess.run(["ctest", "--test-dir", str(RELEASE), "--show-only=json-v1", "-L", "peer|server"], capture_output=True, text=True, check=True)
    return [Step(test["name"].replace(".", "/"), test["command"]) for test in json.loads(listed.stdout)["tests"]]


def script_steps(folders, environment):
    return [Step(str(path.relative_to(ROOT / "tests").with_suffix("")), [sys.executable, path], environment)
            for folder in folders for path in sorted((ROOT / "tests" / folder).glob("**/*_test.py"))]


def browser_steps(environment, full):
    """Pages in chromium, and the page's verifier in node; --full goes through every language, theme and state."""
    environment = environment | ({"WRIT_FULL": "1"} if full else {})
    return [Step(f"browser/{path.name.removesuffix('.test.mjs')}", ["node", "--test", "--test-reporter=tap", path], environment)
            for path in sorted((ROOT / "tests" / "browser").glob("*.test.mjs"))]


def run_all(steps, workers):
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        return list(pool.map(Step.run, steps))


def main(arguments):
    quick, full = "--quick" in arguments, "--full" in arguments
    LOGS.mkdir(parents=True, exist_ok=True)
    check = ROOT / "build" / "check"
    environment = {"WRIT": str(RELEASE / "writ"), "WRIT_BUILD": str(RELEASE), "WRIT_CHECK": str(check)}
    results = run_all(unit_steps() + script_steps(["tidy"], environment), workers=2)
    if not quick:
        results += run_all(fuzz_steps(FUZZ_SECONDS_FULL if full else FUZZ_SECONDS), workers=2)
        shutil.rmtree(check, ignore_errors=True)
        # The headline case first: what it leaves in `check` is what the others look at.
        results += run_all([Step("e2e/headline", [ROOT / "run", "--check", check])], workers=1)
        registered = registered_steps()
        theirs = {word for step in registered for word in step.command}
        scripts = [step for step in script_steps(["e2e", "peers"], environment) if not theirs & set(step.command[1:])]
        results += run_all(registered + scripts + browser_steps(environment, full), workers=2)
    passed, failed = (sum(column) for column in zip(*results))
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
