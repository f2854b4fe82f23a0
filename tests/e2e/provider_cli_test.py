"""`writ provider` at a shell: what is printed for an operator, and the exit codes of a check."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers" / "sql"))
from store import SqliteStore

WRIT = os.environ["WRIT"]


def writ(*words):
    return subprocess.run([WRIT, *map(str, words)], capture_output=True, text=True, timeout=60)


class ProviderCommand(unittest.TestCase):
    def test_the_printed_sql_quotes_names_and_holds_no_password(self):
        for server in ("synapse", "mas"):
            done = writ("provider", "sql", server, "--tables", 'odd "schema"', "--role", "it's")
            self.assertEqual(0, done.returncode)
            self.assertIn('"odd ""schema"""', done.stdout)
            self.assertIn("rolname = 'it''s'", done.stdout)
            self.assertIn("ON_ERROR_STOP", done.stdout)
            self.assertEqual((1, 1), (done.stdout.count("\nBEGIN;\n"), done.stdout.count("\nCOMMIT;\n")))
            self.assertNotIn("PASSWORD '", done.stdout)
        teamgram = writ("provider", "sql", "teamgram", "--host", "10.0.0.%").stdout
        self.assertIn("GRANT SELECT (id, phone, created_at, deleted) ON `teamgram`.users TO 'writ_reader'@'10.0.0.%';", teamgram)
        self.assertNotIn("access_hash", teamgram)
        for bad in (["oracle"], ["synapse", "--role", "a\\b"], ["synapse", "--role", "writ_owner"], ["mas", "--tables", ""]):
            done = writ("provider", "sql", *bad)
            self.assertEqual("", done.stdout if bad[-1] else "", bad)
            self.assertNotEqual(0, done.returncode if bad[-1] else 1, bad)

    def test_a_check_ends_with_0_1_or_2(self):
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore(folder)
            fit = writ("provider", "check", store.file)
            self.assertEqual(0, fit.returncode, fit.stdout + fit.stderr)
            self.assertTrue(fit.stdout.endswith("1 source looked at, 0 wrong\n"), fit.stdout)
            unfit = writ("provider", "check", store.changed(("phone AS value", "no_such AS value")), "--json")
            self.assertEqual(1, unfit.returncode)
            answer = json.loads(unfit.stdout)
            self.assertEqual((False, "category.phone_number"), (answer["fit"], [f for f in answer["findings"] if f["wrong"]][0]["subject"]))
            unread = writ("provider", "check", store.changed(("title = ", "titel = ")))
            self.assertEqual(2, unread.returncode)
            self.assertIn('changed.toml.titel: "Example chat on SQLite": is no key of', unread.stderr)
            self.assertEqual(2, writ("provider", "check", pathlib.Path(folder) / "none.toml").returncode)

    def test_a_source_that_is_not_there_is_found_before_it_is_used(self):
        with tempfile.TemporaryDirectory() as folder:
            secret = pathlib.Path(folder) / "secret"
            secret.write_text("x\n")
            secret.chmod(0o600)
            for kind, keys, subject in (("clickhouse", 'url = "http://127.0.0.1:1/"\nuser = "writ"\nsecret_file = "secret"', "accounts"),
                                        ("ejabberd", 'domain = "writ.test"\nlog = "gone.log"\nstore = "mnesia"', "log")):
                file = pathlib.Path(folder) / f"{kind}.toml"
                file.write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "{kind}"\nname = "it"\n{keys}\n')
                done = writ("provider", "check", file, "--json")
                self.assertEqual(1, done.returncode, done.stdout + done.stderr)
                subjects = [finding["subject"] for finding in json.loads(done.stdout)["findings"] if finding["wrong"]]
                self.assertTrue(any(subject in one for one in subjects), subjects)

    def test_a_deployment_is_made_on_a_provider_file_only_if_it_is_fit(self):
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore(folder)
            share = pathlib.Path(__file__).resolve().parents[2]
            base = ["--provider", "Example", "--origin", "example.org/test", "--site-url", "https://example.org/", "--mail-from", "t@example.org",
                    "--profile", share / "profiles" / "telegram.toml", "--first-period", "2099-01-01/2099-03-31"]
            unfit = writ("init", pathlib.Path(folder) / "unfit", *base, "--provider-file", store.changed(("phone AS value", "no_such AS value")))
            self.assertNotEqual(0, unfit.returncode)
            self.assertIn("category.phone_number", unfit.stderr)
            self.assertNotEqual(0, writ("init", pathlib.Path(folder) / "neither", *base).returncode)
            made = writ("init", pathlib.Path(folder) / "fit", *base, "--provider-file", store.file)
            self.assertEqual(0, made.returncode, made.stderr)
            settings = (pathlib.Path(folder) / "fit" / "state" / "writ.toml").read_text()
            self.assertIn(f'provider = "{store.file}"', settings)
            self.assertNotIn("messenger = ", settings)


if __name__ == "__main__":
    unittest.main()
