"""kill -9 at 50 random moments loses nothing that was acknowledged, and the log that is left verifies."""
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("WRIT_BUILD", ROOT / "build" / "release"))
WRIT, WORKER = BUILD / "writ", BUILD / "tests" / "crash_worker"
KILLS = 50
SEED = int(os.environ.get("WRIT_CRASH_SEED", random.randrange(1 << 32)))


class Crash(unittest.TestCase):
    def test_what_was_acknowledged_is_in_the_log_after_fifty_kills(self):
        print(f"seed {SEED}", flush=True)
        chance = random.Random(SEED)
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder) / "deployment"
            self.run_ok(WORKER, "init", root, ROOT / "policies" / "telegram-2018.toml", ROOT / "profiles" / "telegram.toml")
            lines, starts = [], 0
            for kill in range(KILLS):
                said = self.work_and_kill(root, chance.uniform(0.02, 0.6))
                starts += said[:1] == ["STARTED"]
                lines += said
            self.assertGreater(starts, KILLS // 2, "most runs came as far as working")
            self.run_ok(WORKER, "finish", root)
            self.look_at(root, lines)

    def run_ok(self, *command):
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def work_and_kill(self, root, seconds):
        process = subprocess.Popen([str(WORKER), "work", str(root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(seconds)
        ended = process.poll()
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        self.assertIn(ended, (None, 0), f"it stopped by itself: {err}")
        # A last line may be cut off by the kill; nobody has read it then.
        return [line.strip() for line in out.splitlines(keepends=True) if line.endswith("\n")]

    def look_at(self, root, lines):
        accepted = {words[1]: words[2] for line in lines if (words := line.split())[0] == "ACCEPTED"}
        delivered = {words[1] for line in lines if (words := line.split())[0] == "DELIVERED"}
        self.assertGreater(len(accepted), KILLS, "there was something to lose")
        self.assertGreater(len(delivered), 0)
        bundle, = sorted((root / "bundles").iterdir())
        self.run_ok(WRIT, "verify", bundle, "--log", root / "log", "--policy", root / "policy.txt", "--all")
        self.run_ok("python3", ROOT / "tests" / "peers" / "second_verifier.py", root)
        report = json.loads((bundle / "report.json").read_text())
        self.run_ok(WRIT, "receipt", "export", root, "--out", root / "receipts")
        cases = sorted((root / "receipts").iterdir())
        self.assertEqual(report["totals"]["requests"]["all"], len(cases))
        self.assertLessEqual(set(accepted), {case.name for case in cases})
        roots = set()
        for case in cases:
            promise = (case / "promise").read_text().splitlines()
            roots.add(promise[2])
            if case.name in accepted:
                self.assertEqual(promise[2], accepted[case.name], "the promise is the one that was given")
        self.assertEqual(len(roots), len(cases), "no request was counted twice")
        for name in delivered:
            self.assertTrue((root / "receipts" / name / "disclosure-1" / "receipt.tlog-proof").exists(), name)
        for case in random.Random(SEED).sample(cases, 20):
            self.run_ok(WRIT, "receipt", "check", case, "--policy", root / "policy.txt")


if __name__ == "__main__":
    unittest.main()
