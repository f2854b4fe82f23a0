"""`writ observatory` as a person uses it, on the tables that come with the project and on broken files."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
DATA = ROOT / "data" / "observatory"


def writ(*words):
    return subprocess.run([WRIT, "observatory", *map(str, words)], capture_output=True, text=True)


class Observatory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.db = pathlib.Path(cls.folder.name) / "o.db"
        done = writ("import", *sorted(DATA.glob("*.csv")), "--db", cls.db)
        assert done.returncode == 0, done.stdout + done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_check_names_what_disagrees_with_file_line_expected_and_found(self):
        done = writ("check", "--db", self.db)
        self.assertEqual(done.returncode, 1)
        self.assertIn("telegram.json:89: telegram GB 2024-01-01/2024-12-31 accounts: expected 299, found 293", done.stdout)
        self.assertIn("github.json:1: github all countries 2021-01-01/2021-12-31 requests_fulfilled (all processes): expected at most 335, found 516", done.stdout)
        self.assertIn("telegram IN 2025-10-01/2025-12-31 accounts: expected at least 12146, found 8855", done.stdout)

    def test_surge_of_the_united_states_in_2024(self):
        done = writ("surge", "--country", "US", "--event", "2024-09-24", "--db", self.db)
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("14 requests in 274 days", "886 requests in 92 days", "188.5", "112 to 346", "7 of these 274 days", "changed at 2024-10-01"):
            self.assertIn(words, done.stdout)

    def test_surge_of_all_countries_is_one_table(self):
        table = json.loads(writ("surge", "--event", "2024-09-24", "--db", self.db, "--json").stdout)
        self.assertEqual(len(table["countries"]), 83)
        self.assertEqual(table["correction"], "Holm")
        self.assertTrue(all("exact" in row or row["untested"] for row in table["countries"]))

    def test_displacement_says_what_each_platform_can_and_cannot_show(self):
        done = writ("displacement", "--country", "US", "--event", "2024-09-24", "--db", self.db)
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("A period begins 7 days after the event: 1.5 per 30 days in 2024-01-01 to 2024-09-30", "then 288.9 per 30 days",
                      "Half-years only: cannot show a change in September or October 2024", "mixes 85 days before it with 99",
                      "The figures at hand end on 2023-06-30, 452 days before the event", "Published for all countries together only. Years only",
                      "apple.json:1", "No cause is claimed"):
            self.assertIn(words, done.stdout)
        table = json.loads(writ("displacement", "--country", "US", "--db", self.db, "--json").stdout)
        telegram = [s for s in table["sightings"] if s["platform"] == "telegram" and s["measure"] == "requests_fulfilled"]
        self.assertEqual([s["before"]["count"] for s in telegram], [14])
        self.assertEqual([s["after"]["count"] for s in telegram], [886])

    def test_what_was_found_in_the_publishers_files_comes_with_the_tables(self):
        shown = writ("show", "--findings", "--db", self.db).stdout
        self.assertIn("United Nations", shown)

    def test_export_gives_the_same_tables_again(self):
        out = pathlib.Path(self.folder.name) / "out"
        self.assertEqual(writ("export", "--out", out, "--db", self.db).returncode, 0)
        for name in ("apple", "github", "google", "meta", "telegram"):
            self.assertEqual((out / f"{name}.csv").read_bytes(), (DATA / f"{name}.csv").read_bytes(), name)
        rows = json.loads((out / "observations.json").read_text())
        package = json.loads((out / "datapackage.json").read_text())
        self.assertEqual(list(rows[0]), [field["name"] for field in package["resources"][0]["schema"]["fields"]])

    def test_what_cannot_be_used_is_said_and_the_rest_is_imported(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "x_2018_H1.csv").write_text('Country,Total Requests\n"India,5\nFrance,7\nAtlantis,1\nChile,-2\n')
            (folder / "other.csv").write_text("a,b\n1,2\n")
            done = writ("import", folder, "--db", folder / "o.db")
            self.assertEqual(done.returncode, 2)
            self.assertIn("meta, 4 rows read, 3 refused, 1 figures", done.stdout)
            self.assertIn('x_2018_H1.csv:4 (record 3): Country: "Atlantis": is no country', done.stdout)
            self.assertIn('x_2018_H1.csv:5 (record 4): Total Requests: "-2": a count is not negative', done.stdout)
            self.assertIn("other.csv: REFUSED", done.stdout)
            self.assertIn("meta,FR,2018-01-01,2018-06-30,requests_received,7,7,reported,x_2018_H1.csv,3", writ("show", "--platform", "meta", "--db", folder / "o.db").stdout)

    def test_errors_name_field_value_and_rule(self):
        for words, part in ((("surge", "--event", "24 September", "--db", self.db), "event"), (("surge", "--country", "UK", "--db", self.db), "country"),
                            (("surge", "--measure", "accounts", "--db", self.db), "users come in groups"),
                            (("displacement", "--country", "EL", "--db", self.db), "country"), (("displacement", "--country", "US", "--event", "soon", "--db", self.db), "event"),
                            (("displacement", "--country", "US", "--window", "2025-01-01/2025-12-31", "--db", self.db), "window"), (("check", "--db", "nowhere.db"), "nowhere.db")):
            done = writ(*words)
            self.assertGreater(done.returncode, 0)
            self.assertIn(part, done.stderr)


if __name__ == "__main__":
    unittest.main()
