"""Replay on what ./run --check left: the totals of the case pipeline again, and what other policies and designs would give."""
import collections
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
PERIODS = "2024-01-01_2024-09-30", "2024-10-01_2024-12-31"
TELEGRAM = "telegram-2018", "telegram-2024-09"


def named(option, folder, *names):
    return [word for name in names for word in (option, ROOT / folder / f"{name}.toml")]


def run(*arguments):
    return subprocess.run([WRIT, "policy", "replay", *map(str, arguments)], capture_output=True, text=True)


def replay(*arguments):
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def reported(name):
    """Over both periods: how many, by country."""
    total = collections.Counter()
    for period in PERIODS:
        total.update(json.loads((CHECK / "bundles" / period / "report.json").read_text())["totals"][name])
    return total


def receipts(kind):
    """Values of the last receipt of this kind of each case that has one; those of a case are numbered from 1."""
    last = {}
    for path in sorted((CHECK / "receipts").glob(f"*/{kind}-*/receipt.opening.json"), key=lambda p: (p.parts[-3], int(p.parts[-2].split("-")[1]))):
        last[path.parts[-3]] = json.loads(path.read_text())["values"]
    return last


class CaseStore(unittest.TestCase):
    def test_the_policies_in_force_give_the_totals_of_the_case_pipeline(self):
        found = replay("--root", CHECK)
        column, = found["columns"]
        self.assertEqual((column["policy"], column["profile"]), ("in-force", "telegram"))
        delivered = [values[10:12] for values in receipts("disclosure").values()]
        self.assertGreaterEqual(len(delivered), reported("fulfilled")["all"])  # some were carried out after the last period
        self.assertEqual(column["answered"], len(delivered))
        self.assertEqual((column["users_least"], column["users_most"]), (sum(int(users) for _, users in delivered),) * 2)
        self.assertEqual(column["users_not_known_of"], 0)
        self.assertEqual(column["disclosed"], dict(collections.Counter(code for codes, _ in delivered for code in codes.split(","))))
        self.assertEqual(found["requests"], len(list((CHECK / "receipts").iterdir())))
        outcomes = collections.Counter(values[10] for values in receipts("decision").values())
        self.assertEqual(sum(column["refused"].values()), outcomes["refused"])
        self.assertEqual(column["no_data"], outcomes["no_data"])
        self.assertEqual(column["set_aside"]["withdrawn"], outcomes["withdrawn"])
        self.assertEqual(column["undecided"], 0)
        self.assertEqual(found["differences"], [])

    def test_every_country_has_the_figures_of_the_report(self):
        fulfilled, users = reported("fulfilled"), reported("users_affected")
        for country in ("US", "BE", "KR", "GB", "ID"):
            column, = replay("--root", CHECK, "--country", country)["columns"]
            self.assertEqual((column["answered"], column["users_most"]), (fulfilled[country], users[country]), country)

    def test_the_united_states_are_fourteen_before_and_886_since_and_900_in_all(self):
        column, = replay("--root", CHECK, "--country", "US")["columns"]
        self.assertEqual(column["answered_by_policy"], {"telegram-2018": 14, "telegram-2024-09": 886})
        self.assertEqual((column["answered"], column["users_most"]), (900, 2253))

    def test_a_policy_that_would_give_what_nobody_gathered_says_that_users_are_not_known(self):
        columns = {(c["policy"], c["profile"]): c for c in replay("--root", CHECK, *named("--policy", "policies", *TELEGRAM, "signal"),
                                                                  *named("--profile", "profiles", "telegram", "session"))["columns"]}
        self.assertEqual(len(columns), 8)
        before, since = columns["telegram-2018", "telegram"], columns["telegram-2024-09", "telegram"]
        self.assertLess(before["answered"], since["answered"])
        self.assertGreater(since["users_not_known_of"], 0)   # refused until September 2024: nobody looked for these accounts
        self.assertEqual(before["users_least"], before["users_most"])
        for (policy, profile), column in columns.items():
            if profile == "session":
                self.assertEqual((column["answered"], column["disclosed"]), (0, {}), policy)

    def test_a_case_that_differs_is_named_by_its_reference_with_the_rules(self):
        found = replay("--root", CHECK, *named("--policy", "policies", *TELEGRAM))
        for difference in found["differences"]:
            self.assertTrue(all(ref.startswith("WR-2024-") for ref in difference["cases"]))
            self.assertTrue(all("rule " in outcome for outcome in difference["outcomes"] if outcome != "undecided" and "unknown" not in outcome))
        self.assertGreater(len(found["differences"]), 2)


class Stream(unittest.TestCase):
    def in_force(self, *more):
        return replay("--requests", CHECK / "stream.jsonl", *named("--in-force", "policies", *TELEGRAM), *more)

    def test_the_stream_alone_gives_the_figures_but_for_what_only_the_messenger_knows(self):
        """A profile says what exists at all: of one American request the messenger had nothing on anybody."""
        column, = self.in_force(*named("--profile", "profiles", "telegram"), "--country", "US")["columns"]
        store, = replay("--root", CHECK, "--country", "US")["columns"]
        self.assertEqual(column["answered_by_policy"], {"telegram-2018": 14, "telegram-2024-09": 886 + store["no_data"]})
        self.assertEqual(column["answered"] - store["no_data"], 900)
        self.assertEqual(column["refused"], store["refused"])
        self.assertEqual(column["set_aside"], store["set_aside"])

    def test_requests_without_their_day_of_receipt_cannot_have_a_policy_in_force(self):
        done = run("--requests", CHECK / "requests.jsonl", *named("--in-force", "policies", *TELEGRAM), *named("--profile", "profiles", "telegram"))
        lines = (CHECK / "requests.jsonl").read_text().splitlines()
        if '"received"' in lines[0]:
            self.assertEqual(done.returncode, 0, done.stderr)
        else:
            self.assertEqual(done.returncode, 1)
            self.assertIn("requests.jsonl:1: received: is required", done.stderr)

    def test_designs_that_keep_less_give_less_on_one_stream(self):
        found = replay("--requests", CHECK / "requests.jsonl", *named("--policy", "policies", *TELEGRAM, "signal", "session", "onion-service"),
                       *named("--profile", "profiles", "telegram", "signal", "session", "onion-service"))
        answered = {(c["policy"], c["profile"]): c for c in found["columns"]}
        self.assertEqual(len(answered), 20)
        self.assertGreater(answered["telegram-2024-09", "telegram"]["answered"], 2000)
        self.assertEqual(answered["session", "session"]["answered"], 0)
        self.assertGreater(answered["session", "session"]["no_data"], 2000)
        for column in found["columns"]:
            of_all = column["answered"] + column["no_data"] + column["undecided"] + sum(column["refused"].values()) + sum(column["set_aside"].values())
            self.assertEqual(of_all, found["requests"], column)


class BadInput(unittest.TestCase):
    def test_a_bad_line_is_named_and_left_out_and_the_rest_is_counted(self):
        lines = (CHECK / "requests.jsonl").read_text().splitlines()[:50]
        lines[6] = lines[6].replace('"country":"', '"country":"X', 1)
        lines[20] = lines[20][:-5]
        lines[30] = lines[30].replace('"emergency":false', '"emergency":false,"emergency":true')
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "requests.jsonl"
            path.write_text("\n".join(lines))
            done = run("--requests", path, *named("--policy", "policies", "signal"), *named("--profile", "profiles", "signal"), "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual((json.loads(done.stdout)["requests"], json.loads(done.stdout)["not_read"]), (47, 3))
        for words in (":7: country: \"X", ":21: ", "is not JSON", ":31: emergency: a member stands once"):
            self.assertIn(words, done.stderr)

    def test_what_cannot_be_done_is_exit_code_2_with_the_reason(self):
        signal = [*named("--policy", "policies", "signal"), *named("--profile", "profiles", "signal")]
        for arguments, words in ((["--requests", "/nowhere/x", *signal], "requests: "), (signal, "--requests FILE or --root"),
                                 (["--requests", CHECK / "requests.jsonl", *named("--policy", "policies", "signal")], "profile"),
                                 (["--requests", CHECK / "requests.jsonl", *signal, "--country", "UK"], "country: \"UK\"")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
