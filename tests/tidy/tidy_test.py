"""The tree keeps its own rules: edges between rooms, length of files, no path of a machine, links of the documents."""
import graphlib
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINES_MAX = 500
TRACKED = [ROOT / line for line in subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True,
                                                  check=True).stdout.splitlines()]
CODE = [p for p in TRACKED if p.suffix in (".cc", ".h", ".py", ".sh", ".css") and p.is_file()]


def rooms():
    """Room folder -> the rooms it may include, from the writ_room lines of CMakeLists.txt."""
    text = (ROOT / "CMakeLists.txt").read_text()
    found = {}
    for call in re.findall(r"^writ_room\(([^)]*)\)", text, re.M):
        words = call.split()
        deps = []
        if "DEPS" in words:
            for word in words[words.index("DEPS") + 1:]:
                if word == "PRIVATE":
                    break
                deps.append(word)
        found[words[0]] = deps
    return found


def room_of(path, names):
    """The longest room that is a prefix of a path below src/."""
    fits = [name for name in names if path.startswith(name + "/")]
    return max(fits, key=len) if fits else None


class Tidy(unittest.TestCase):
    def test_a_room_includes_only_the_rooms_that_its_line_in_the_build_names(self):
        edges = rooms()
        wrong = []
        for path in CODE:
            if ROOT / "src" not in path.parents or path.suffix not in (".cc", ".h"):
                continue
            inside = str(path.relative_to(ROOT / "src"))
            room = room_of(inside, edges)
            if room is None:  # cli sees everything
                continue
            for included in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
                target = room_of(included, edges)
                if target and target != room and target not in edges[room]:
                    wrong.append(f"{inside} includes {included}: {room} may not see {target}")
        self.assertEqual(wrong, [])

    def test_the_rooms_form_no_circle(self):
        graphlib.TopologicalSorter(rooms()).prepare()  # raises CycleError with the circle

    def test_the_verifier_and_the_log_format_throw_nothing_and_need_no_formatting_library(self):
        for path in CODE:
            inside = str(path.relative_to(ROOT))
            if not inside.startswith(("src/verify/", "src/legal/", "src/log/format/")):
                continue
            self.assertNotRegex(path.read_text(), r"<fmt/|<boost/|<regex>|\bthrow\b[^s]|\btry\s*\{", inside)

    def test_no_file_of_code_is_longer_than_its_limit(self):
        long = [f"{p.relative_to(ROOT)}: {n}" for p in CODE if (n := len(p.read_text().splitlines())) > LINES_MAX]
        self.assertEqual(long, [])

    def test_no_file_names_a_path_of_the_machine_it_was_written_on(self):
        pattern = re.compile(r"(?<![A-Za-z0-9])/(work|farm|root)/")
        wrong = [str(p.relative_to(ROOT)) for p in TRACKED
                 if p.is_file() and p != pathlib.Path(__file__).resolve() and p.stat().st_size < 1 << 20
                 and pattern.search(p.read_bytes().decode("utf-8", "ignore"))]
        self.assertEqual(wrong, [])

    def test_every_link_of_a_document_leads_to_a_file(self):
        wrong = []
        for path in TRACKED:
            if path.suffix != ".md" or not path.is_file():
                continue
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text()):
                if "://" not in target and not (path.parent / target).exists():
                    wrong.append(f"{path.relative_to(ROOT)} -> {target}")
        self.assertEqual(wrong, [])

    def test_every_header_is_read_once(self):
        for path in CODE:
            if path.suffix == ".h":
                self.assertIn("#pragma once", path.read_text(), str(path))


if __name__ == "__main__":
    unittest.main()
