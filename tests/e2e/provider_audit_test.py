"""An operator's cron job compares what the messenger really holds with what is declared."""
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
SOURCE = 'schema = "writ-provider/v1"\n[[source]]\nkind = "synapse_sqlite"\nname = "synapse"\nfile = "{}"\n'


class Audit(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.folder.name)
        shutil.copy(CHECK / "state" / "messenger.db", self.place / "homeserver.db")
        (self.place / "provider.toml").write_text(SOURCE.format(self.place / "homeserver.db"))

    def tearDown(self):
        self.folder.cleanup()

    def audit(self, *more, profile="synapse", file="provider.toml"):
        return subprocess.run([WRIT, "provider", "audit", str(self.place / file), "--profile", str(ROOT / "profiles" / f"{profile}.toml"), *more],
                              capture_output=True, text=True, timeout=60)

    def make_recent(self):
        with sqlite3.connect(self.place / "homeserver.db") as db:
            db.execute("DELETE FROM user_ips WHERE last_seen < (strftime('%s', '2024-06-01')) * 1000")
            db.execute("UPDATE user_ips SET last_seen = last_seen + (strftime('%s', 'now') - strftime('%s', '2025-02-01')) * 1000")

    def test_a_server_that_holds_what_is_declared_is_silent_for_cron(self):
        self.make_recent()
        done = self.audit()
        self.assertEqual(0, done.returncode, done.stdout)
        self.assertNotIn("WRONG", done.stdout)

    def test_rows_past_their_retention_are_named_with_the_setting_to_change(self):
        done = self.audit()
        self.assertEqual(1, done.returncode)
        self.assertIn("rows are older than the declared 365 days: the oldest is of 2023-01-01", done.stdout)
        self.assertIn("user_ips_max_age in homeserver.yaml", done.stdout)

    def test_json_says_the_same_to_machines_and_names_nobody(self):
        done = self.audit("--json", "--promised", str(ROOT / "profiles" / "signal.toml"))
        report = json.loads(done.stdout)
        self.assertEqual(("writ-provider-audit/v1", True), (report["schema"], report["complete"]))
        held = {entry["category"]: entry for entry in report["held"]}
        self.assertEqual(held["ip_address"]["rows"], held["ip_address"]["past_retention"])
        self.assertTrue(any("says that it is not held" in finding["said"] for finding in report["findings"]))
        with sqlite3.connect(self.place / "homeserver.db") as db:
            for name, in db.execute("SELECT name FROM users LIMIT 50"):
                self.assertNotIn(name, done.stdout)

    def test_a_policy_is_held_against_the_profile(self):
        self.make_recent()
        fit = self.audit("--policy", str(ROOT / "policies" / "telegram-2024-09.toml"))
        self.assertEqual(0, fit.returncode, fit.stdout)
        self.assertIn("no rule of the policy gives to anybody", fit.stdout)
        unfit = self.audit("--policy", str(ROOT / "policies" / "telegram-2024-09.toml"), profile="onion-service")
        self.assertEqual(1, unfit.returncode)
        self.assertIn("telegram-2024-09, ip_address: the policy gives it, and the profile does not say that it is held", unfit.stdout)
        self.assertEqual(2, self.audit("--policy", str(ROOT / "profiles" / "signal.toml")).returncode)

    def test_what_was_not_compared_has_a_code_of_its_own_and_a_wrong_finding_goes_before_it(self):
        text = (ROOT / "docs" / "provider" / "sqlite.toml").read_text()
        line = next(one for one in text.splitlines() if one.startswith("phone_number = "))
        (self.place / "mapping.toml").write_text(text.replace(line + "\n", ""))
        (self.place / "chat.toml").write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "sql"\nname = "chat"\nfile = "chat.db"\nmapping = "mapping.toml"\n')
        profile = self.place / "chat-profile.toml"
        profile.write_text((ROOT / "profiles" / "synapse.toml").read_text())
        with sqlite3.connect(self.place / "chat.db") as db:
            db.execute("CREATE TABLE accounts(id TEXT PRIMARY KEY, login TEXT, phone TEXT, email TEXT, created INTEGER, closed INTEGER)")
            db.execute("CREATE TABLE sign_ins(account TEXT, address TEXT, port INTEGER, at INTEGER, client TEXT)")
        audit = lambda: subprocess.run([WRIT, "provider", "audit", str(self.place / "chat.toml"), "--profile", str(profile)], capture_output=True, text=True, timeout=60)
        missing = audit()
        self.assertEqual(1, missing.returncode, missing.stdout)  # the profile declares devices, and the store has no place for them
        self.assertIn("OPEN  chat, phone_number: not compared: ", missing.stdout)
        profile.write_text(re.sub(r"(\[holdings\.device\]\nheld = )true(\nretention_days = \d+)?", r"\1false", profile.read_text()))
        opened = audit()
        self.assertEqual(3, opened.returncode, opened.stdout + opened.stderr)
        self.assertNotIn("WRONG", opened.stdout)

    def test_a_source_or_a_file_that_cannot_be_read_is_neither_right_nor_wrong(self):
        (self.place / "gone.toml").write_text(SOURCE.format(self.place / "other.db"))
        self.assertEqual(2, self.audit(file="gone.toml").returncode)
        self.assertEqual(2, self.audit(file="nowhere.toml").returncode)
        self.assertEqual(2, self.audit(profile="nowhere").returncode)


if __name__ == "__main__":
    unittest.main()
