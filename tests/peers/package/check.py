#!/usr/bin/env python3
"""Opens packages as an officer does, with programs that are not ours: gpg, openssl, tar, sha256sum, poppler.

usage: check.py MAKE_PACKAGES    exit code 0 = every check held
"""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HIDDEN = ["not-granted@mail.example", "not-granted"]  # held by the sample source, outside the grant


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def check(holds, what):
    if not holds:
        sys.exit(f"not so: {what}")


def open_pgp(package, keys, officer, home):
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
    run(*gpg, "--import", str(keys / f"{officer}.pgp.sec.asc"))
    status = subprocess.run([*gpg, "--status-fd", "2", "--decrypt", str(package)], capture_output=True)
    check(status.returncode == 0, f"gpg opens {package.name}: {status.stderr.decode(errors='replace')}")
    check(b"DECRYPTION_INFO 2 9" in status.stderr, "integrity protected (MDC method 2), AES-256 (cipher 9)")
    check(b"GOODMDC" in status.stderr, "gpg found the integrity code good")
    return status.stdout


def open_cms(package, keys, officer):
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(package), "-recip", str(keys / f"{officer}.crt.pem"),
               "-inkey", str(keys / f"{officer}.key.pem")]
    printed = run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", str(package))
    check(b"authEnvelopedData" in printed and b"aes-256-gcm" in printed, "AuthEnvelopedData with AES-256-GCM")
    altered = bytearray(package.read_bytes())
    altered[len(altered) // 2] ^= 1
    refused = subprocess.run([*command[:6], "/dev/stdin", *command[7:]], input=bytes(altered), capture_output=True)
    check(refused.returncode != 0, "openssl refuses an altered package")
    return run(*command)


def check_signature(bag, certificate):
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "tagmanifest-sha256.txt.p7s", "-CAfile",
               str(certificate), "-out", os.devnull, "-content"]
    run(*command, "tagmanifest-sha256.txt", cwd=bag)
    forged = subprocess.run([*command, "manifest-sha256.txt"], cwd=bag, capture_output=True)
    check(forged.returncode != 0, "the signature holds for no other file")
    printed = run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "tagmanifest-sha256.txt.p7s", cwd=bag)
    check(re.search(rb"UTCTIME:Oct  2 09:30:00 2024 GMT", printed), "signing time is the record clock's")


def check_bag(bag):
    run("sha256sum", "--check", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt", cwd=bag)
    named = {line.split("  ", 1)[1] for line in (bag / "manifest-sha256.txt").read_text().splitlines()}
    there = {str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file()}
    check(named == there, "the manifest names every payload file and no other")
    check((bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt")
    octets = sum((bag / name).stat().st_size for name in there)
    check(f"Payload-Oxum: {octets}.{len(there)}\n" in (bag / "bag-info.txt").read_text(), "Payload-Oxum")
    try:
        import bagit  # PyPI bagit 1.8.1; not on every machine
    except ImportError:
        return
    bagit.Bag(str(bag)).validate()


def check_letter(pdf):
    info = run("pdfinfo", str(pdf), env={**os.environ, "TZ": "UTC"}).decode()
    check(re.search(r"^Tagged: +yes$", info, re.M), "the PDF is tagged")
    check(re.search(r"^Title: +Disclosure WR-2024-\S+: cover letter$", info, re.M), "the PDF has a title")
    check("Wed Oct  2 09:30:00 2024" in info, "the PDF has the record clock's date")
    check(b"/Lang (en)" in pdf.read_bytes(), "the PDF names its language")
    structure = run("pdfinfo", "-struct", str(pdf)).decode()
    for element in ["H1", "H2", "Table", "TH", "TD"]:
        check(re.search(rf"^ *{element}\b", structure, re.M), f"the PDF has {element} elements")
    pages = int(re.search(r"^Pages: +(\d+)$", info, re.M).group(1))
    for page in range(1, pages + 1):
        text = run("pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-").decode()
        check("Synthetic data" in text, f"page {page} says that the data is synthetic")
        check(f"Page {page} of {pages}" in text, f"page {page} has its number")
    text = " ".join(run("pdftotext", str(pdf), "-").decode().split())
    for words in ["Court order", "telegram-2024-09, rule give", "Conditions met", "@alice:example.org", "Not held by design",
                  "This service records no presence", "No account was found", "writ receipt check", "test-officer-"]:
        check(words in text, f"the letter says {words!r}")
    for word in HIDDEN + ["203.0.113", "2001:db8", "4930901820"]:
        check(word not in text, f"the letter does not hold {word!r}")


def check_tables(data):
    table = json.loads((data / "disclosure.json").read_text())
    check(table["schema"] == "writ-disclosure/v1" and table["synthetic"] is True, "schema and label of the JSON")
    check(table["disclosed_categories"] == ["ip_address", "phone_number"], "what was disclosed")
    rows = list(csv.DictReader(io.StringIO((data / "disclosure.csv").read_bytes().decode(), newline="")))
    phones = {row["value"] for row in rows if row["category"] == "phone_number"}
    check(phones == {"+4930901820"}, "phone numbers keep their plus")
    check(all(row[name][:1] not in ("=", "-", "@") for row in rows for name in row), "no cell begins a formula")
    values = sum(len(c["values"]) for a in table["answers"] for n in a["accounts"] for c in n["categories"])
    check(values == sum(1 for row in rows if row["value"]), "CSV and JSON give the same number of values")


def main():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        run(sys.argv[1], str(root / "made"))
        made, home = root / "made", root / "gnupg"
        home.mkdir(mode=0o700)
        packages = sorted(made.glob("*/WR-*"))
        check(len(packages) == 4, "four packages were made")
        for package in packages:
            officer = package.parent.name
            pgp = package.suffix == ".pgp"
            archive = open_pgp(package, made / "keys", officer, home) if pgp else open_cms(package, made / "keys", officer)
            (root / officer).mkdir()
            run("tar", "x", "-C", str(root / officer), input=archive)
            bag = root / officer / f"WR-2024-{officer}"
            check_signature(bag, made / "provider.pem")
            check_bag(bag)
            check_letter(bag / "data/cover-letter.pdf")
            check_tables(bag / "data")
            for path in bag.rglob("*"):
                if path.is_file():
                    check(not any(word.encode() in path.read_bytes() for word in HIDDEN), f"{path.name} holds nothing outside the grant")
            print(f"{package.name}: opened by {'gpg' if pgp else 'openssl'}, bag, signature, letter and tables hold")
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], capture_output=True)


if __name__ == "__main__":
    main()
