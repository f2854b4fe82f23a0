"""No total is written by hand: take one case out of the stream and the totals follow."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))


class Follow(unittest.TestCase):
    def counted(self, lines):
        """(requests received, fulfilled, users) of the United States, January to September, for a stream of these lines."""
        with tempfile.TemporaryDirectory() as folder:
            stream = pathlib.Path(folder) / "stream.jsonl"
            stream.write_text("".join(lines))
            root = pathlib.Path(folder) / "demo"
            done = subprocess.run([WRIT, "demo", "build", root, "--stream", stream, "--check"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            totals = json.loads((root / "bundles" / "2024-01-01_2024-09-30" / "report.json").read_text())["totals"]
            return tuple(totals[name].get("US", 0) for name in ("requests", "fulfilled", "users_affected"))

    def test_one_case_less_in_the_stream_is_one_less_in_the_report(self):
        everything = subprocess.run([WRIT, "demo", "stream"], capture_output=True, text=True, check=True).stdout.splitlines(keepends=True)
        lines = [line for line in everything if json.loads(line)["request"]["country"] == "US" and json.loads(line)["arrives"] < "2024-09-24"]
        requests, fulfilled, users = self.counted(lines)
        self.assertEqual((fulfilled, users), (14, 108))
        gone = next(i for i, line in enumerate(lines) if json.loads(line)["request"]["offence"] == "terrorism"
                    and json.loads(line)["request"]["instrument"] == "court_order")
        accounts = [s for s in json.loads(lines[gone])["request"]["selectors"] if not s["value"].startswith("nobody-")]
        self.assertEqual(self.counted(lines[:gone] + lines[gone + 1:]), (requests - 1, 13, 108 - len(accounts)))


if __name__ == "__main__":
    unittest.main()
