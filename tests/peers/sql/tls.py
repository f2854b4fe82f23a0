"""Certificates for a server on 127.0.0.1, made by openssl: of one authority, and another authority that signed nothing here."""
import pathlib
import subprocess


def openssl(folder, *words):
    subprocess.run(["openssl", *map(str, words)], cwd=folder, check=True, capture_output=True)


def make_certificates(folder):
    """ca.pem and other-ca.pem, server.pem and server.key: the server's name is its address, 127.0.0.1, and no other."""
    folder = pathlib.Path(folder)
    for name in ("ca", "other-ca"):
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", 2,
                "-subj", f"/CN=Test {name}")
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", 2, "-extfile", "names", "-out", "server.pem")
    for file in folder.iterdir():
        file.chmod(0o644)
