"""The headline case, as ./run --check left it: figures, log, bundles, receipts, packages, site."""
import csv
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
NINE_MONTHS, QUARTER = "2024-01-01_2024-09-30", "2024-10-01_2024-12-31"


def writ(*arguments):
    return subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)


def report(period, root=CHECK):
    return json.loads((root / "bundles" / period / "report.json").read_text())


class Headline(unittest.TestCase):
    def test_the_united_states_come_out_as_published(self):
        before, after = report(NINE_MONTHS)["totals"], report(QUARTER)["totals"]
        self.assertEqual((before["fulfilled"]["US"], before["users_affected"]["US"]), (14, 108))
        self.assertEqual((after["fulfilled"]["US"], after["users_affected"]["US"]), (886, 2145))
        self.assertEqual(before["fulfilled"]["US"] + after["fulfilled"]["US"], 900)
        self.assertEqual(before["users_affected"]["US"] + after["users_affected"]["US"], 2253)

    def test_every_other_country_of_the_stream_comes_out_as_published(self):
        source = (ROOT / "src" / "demo" / "calibration.cc").read_text()
        rows = [line.strip(" {},").replace('"', "").split(", ") for line in source.splitlines() if line.startswith('    {"')]
        self.assertGreater(len(rows), 20)
        for country, *figures in rows:
            found = [report(p)["totals"][name].get(country, 0) for p in (NINE_MONTHS, QUARTER) for name in ("fulfilled", "users_affected")]
            self.assertEqual(found, [int(f) for f in figures], country)

    def test_more_was_received_than_fulfilled_because_the_policy_in_force_refuses(self):
        for period in (NINE_MONTHS, QUARTER):
            totals, by = report(period)["totals"], report(period)["by"]
            self.assertGreater(totals["requests"]["all"], totals["fulfilled"]["all"])
            self.assertGreater(by["outcome"]["refused"], 50)

    def test_the_policy_change_is_in_the_log_before_its_effective_date(self):
        lines = [json.loads(line) for line in (CHECK / "bundles" / NINE_MONTHS / "openings.jsonl").read_text().splitlines()]
        policies = {line["values"][1]: (line["index"], line["values"][3]) for line in lines if line.get("values", [""])[0] == "policy"}
        self.assertEqual({name: date for name, (_, date) in policies.items()},
                         {"telegram-2018": "2018-08-28", "telegram-2024-09": "2024-09-24"})

    def test_the_verifier_says_verified_and_what_it_did_not_prove(self):
        done = writ("verify", CHECK / "bundles" / NINE_MONTHS, CHECK / "bundles" / QUARTER, "--log", CHECK / "log", "--policy", CHECK / "policy.txt", "--all")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for words in ("TEST LOG", "witnesses 2 of 2", "0 held"):
            self.assertIn(words, done.stdout)

    def test_the_second_verifier_agrees(self):
        done = subprocess.run(["python3", ROOT / "tests" / "peers" / "second_verifier.py", CHECK], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_command_ends_with_the_counted_figures(self):
        log = ROOT / "build" / "test-logs" / "e2e.headline.log"
        if not log.exists():
            self.skipTest("only after ./test ran the headline case")
        rows = [line.split("\t") for line in log.read_text().splitlines() if line.count("\t") == 4]
        self.assertEqual(rows, sorted(rows, key=lambda row: row[:3]))
        self.assertEqual([row for row in rows if row[0] == "US"], [["US", "2024-01-01", "2024-09-30", "14", "108"],
                                                                  ["US", "2024-01-01", "2024-12-31", "900", "2253"],
                                                                  ["US", "2024-10-01", "2024-12-31", "886", "2145"]])


class Tampering(unittest.TestCase):
    """A stranger's copy that was changed: exit 1 with a reason; one that is not whole: exit 2."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.copy = pathlib.Path(self.folder.name) / "copy"
        shutil.copytree(CHECK, self.copy, ignore=shutil.ignore_patterns("state", "receipts", "packages", "site", "keys"))
        self.bundle = self.copy / "bundles" / QUARTER

    def tearDown(self):
        self.folder.cleanup()

    def verdict(self):
        return writ("verify", self.copy / "bundles" / NINE_MONTHS, self.bundle, "--log", self.copy / "log", "--policy", self.copy / "policy.txt")

    def test_a_total_that_was_lowered_fails(self):
        path = self.bundle / "report.json"
        text = path.read_text()
        self.assertIn(":886", text)
        path.write_text(text.replace(":886", ":885", 1))
        done = self.verdict()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("885", done.stdout)

    def test_a_row_that_was_left_out_fails_by_its_index(self):
        path = self.bundle / "openings.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        index = json.loads(lines[100])["index"]
        path.write_text("".join(lines[:100] + lines[101:]))
        done = self.verdict()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(str(index), done.stdout)

    def test_a_missing_file_is_not_checked_rather_than_false(self):
        (self.bundle / "report.tlog-proof").unlink()
        done = self.verdict()
        self.assertEqual(done.returncode, 2, done.stdout)

    def test_a_changed_byte_of_the_log_fails(self):
        path = self.copy / "log" / "tile" / "entries" / "000"
        data = bytearray(path.read_bytes())
        data[10] ^= 1
        path.write_bytes(data)
        self.assertEqual(self.verdict().returncode, 1)


class ReceiptsAndPackages(unittest.TestCase):
    def cases(self, count, subfolder=""):
        found = sorted(case for case in (CHECK / "receipts").iterdir() if (case / subfolder).exists())
        return random.Random(1).sample(found, count)

    def test_a_receipt_checks_and_a_wrong_nonce_does_not(self):
        for case in self.cases(10):
            done = writ("receipt", "check", case, "--policy", CHECK / "policy.txt")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = writ("receipt", "check", case, "--policy", CHECK / "policy.txt", "--nonce", "00" * 32)
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_a_disclosure_s_receipt_names_its_request_and_the_package_that_was_delivered(self):
        for case in self.cases(10, "disclosure-1"):
            package, = (CHECK / "packages" / case.name).iterdir()
            done = writ("receipt", "check", case / "disclosure-1", "--policy", CHECK / "policy.txt", "--request", case, "--package", package)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_delivered_case_has_one_package_and_refused_cases_have_none(self):
        delivered = {case.name for case in (CHECK / "receipts").iterdir() if (case / "disclosure-1").exists()}
        self.assertEqual(delivered, {case.name for case in (CHECK / "packages").iterdir()})

    def test_the_promise_repeats_the_request_s_document_hash(self):
        stream = [json.loads(line) for line in (CHECK / "stream.jsonl").read_text().splitlines()]
        first = json.dumps(stream[0]["request"], separators=(",", ":"), ensure_ascii=False).encode()
        opening = json.loads((CHECK / "receipts" / "WR-2024-00001" / "receipt.opening.json").read_text())
        self.assertEqual(opening["values"][2], "0x" + hashlib.sha256(first).hexdigest())


    def opened(self, package):
        """The tar archive inside a sealed package, by the addressed officer's own program and key."""
        if package.name.endswith(".p7m"):
            for key in (CHECK / "keys").glob("*.key.pem"):
                done = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", package, "-inkey", key, "-recip", str(key).replace(".key.", ".crt.")],
                                      capture_output=True)
                if done.returncode == 0:
                    return done.stdout
        with tempfile.TemporaryDirectory() as home:
            gpg = ["gpg", "--homedir", home, "--batch", "--quiet"]
            subprocess.run([*gpg, "--import", *(CHECK / "keys").glob("*.sec.asc")], check=True, capture_output=True)
            done = subprocess.run([*gpg, "--decrypt", package], capture_output=True)
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout

    def test_a_package_of_each_kind_opens_with_gpg_or_openssl_and_its_manifests_and_signature_hold(self):
        for ending in ("*.tar.pgp", "*.tar.p7m"):
            package = sorted((CHECK / "packages").rglob(ending))[0]
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run(["tar", "-x", "-C", folder], input=self.opened(package), check=True)
                bag = next(path.parent for path in pathlib.Path(folder).rglob("bagit.txt"))
                for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
                    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=bag, check=True)
                subprocess.run(["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "tagmanifest-sha256.txt.p7s", "-content", "tagmanifest-sha256.txt",
                                "-CAfile", CHECK / "package-signer.crt.pem", "-purpose", "any", "-no_check_time", "-out", os.devnull],
                               cwd=bag, check=True, capture_output=True)
                given = json.loads((bag / "data" / "disclosure.json").read_text())
                self.assertIn(package.name.split(".")[0], json.dumps(given))

    def test_nothing_that_was_not_asked_is_in_a_package(self):
        for package in random.Random(2).sample(sorted((CHECK / "packages").rglob("*.p7m")), 5):
            text = self.opened(package).decode("latin-1")
            self.assertNotIn("access_token", text)
            self.assertNotIn("$2b$", text)


class Replay(unittest.TestCase):
    def test_the_same_stream_gives_less_under_the_policy_before_and_nothing_under_a_design_that_holds_nothing(self):
        done = writ("policy", "replay", "--requests", CHECK / "requests.jsonl", "--policy", ROOT / "policies" / "telegram-2018.toml", "--policy",
                    ROOT / "policies" / "telegram-2024-09.toml", "--profile", ROOT / "profiles" / "telegram.toml", "--profile", ROOT / "profiles" / "session.toml",
                    "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("telegram-2018", done.stdout)
        self.assertIn("session", done.stdout)


class Readme(unittest.TestCase):
    def test_the_commands_of_the_readme_that_need_no_server_work_as_they_stand(self):
        commands = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("build/release/writ ")]
        self.assertGreater(len(commands), 4)
        for command in commands:
            command = command.replace("build/release/writ", WRIT, 1).replace("state/demo", str(CHECK))
            done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")

    def test_go_s_own_packages_open_the_log(self):
        done = subprocess.run([ROOT / "tests" / "peers" / "go_note_test.sh", CHECK], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Site(unittest.TestCase):
    def test_telegram_s_form_by_alpha_3_code_has_the_published_figures(self):
        rows = json.loads((CHECK / "site" / "telegram.json").read_text())["USA"]
        for first, last, requests, users in (("20240101", "20240930", 14, 108), ("20241001", "20241231", 886, 2145), ("20240101", "20241231", 900, 2253)):
            self.assertIn({"from": first, "to": last, "requests": requests, "users": users}, rows)

    def test_every_page_says_that_the_data_is_synthetic(self):
        pages = list((CHECK / "site").rglob("*.html"))
        self.assertGreater(len(pages), 30)
        said = {file.stem: json.loads(file.read_text()).get("site.synthetic") for file in (ROOT / "locales").glob("*.json")}
        for page in pages:
            language = page.relative_to(CHECK / "site").parts[0]
            self.assertIn(said.get(language) or said["en"], page.read_text(), page)

    def test_no_page_runs_anything_but_the_site_s_own_files(self):
        for page in (CHECK / "site").rglob("*.html"):
            for source, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page.read_text(), re.S):
                self.assertEqual(inside, "", page)
                address = re.search(r'src="([^"]*)"', source).group(1)
                self.assertTrue((page.parent / address).is_file() or address.startswith("/"), (page, address))

    def test_the_csv_of_totals_adds_up_to_the_report(self):
        with open(CHECK / "site" / "data" / "totals.csv", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["measure"] == "fulfilled" and row["country"] == "US"]
        self.assertEqual(sorted(int(row["value"]) for row in rows), [14, 886])


if __name__ == "__main__":
    unittest.main()
