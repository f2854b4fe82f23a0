#!/usr/bin/env python3
"""The HTTP server over real sockets: limits, slow and broken clients, stop.

http_server_test.py PROGRAM [-k NAME]: PROGRAM is build/.../http_test_server."""

import contextlib
import http.client
import json
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest

from http_support import TIMEOUT, Server, read_all, read_answer, request, status_of


class ServerTest(unittest.TestCase):
    limits = {}

    def setUp(self):
        self.server = Server(**self.limits)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0, self.server.errors))

    def assert_alive(self):
        self.assertEqual(self.server.get("/healthz")[0], 200)


class Messages(ServerTest):
    def test_requests_on_one_connection_are_answered_in_turn(self):
        with self.server.connect() as connection:
            for number in range(5):
                connection.sendall(request(f"/test/echo/{number}"))
                status, fields, body = read_answer(connection)
                self.assertEqual((status, body), (200, f"GET /test/echo/{number} ".encode()))
                self.assertEqual(fields["Connection"], "keep-alive")

    def test_pipelined_requests_are_answered_in_order(self):
        sent = b"".join(request(f"/test/echo/{n}", "POST", "Content-Length: 3\r\n", b"b%02d" % n) for n in range(20))
        sent += request("/test/last", fields="Connection: close\r\n")
        answers = self.server.exchange(sent)
        self.assertEqual(answers.count(b"HTTP/1.1 200"), 21)
        places = [answers.index(f"POST /test/echo/{n} b{n:02}".encode()) for n in range(20)]
        self.assertEqual(places, sorted(places))

    def test_a_request_in_single_bytes_is_the_same_request(self):
        sent = request(method="POST", fields="Transfer-Encoding: chunked\r\n", body=b"5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nA: b\r\n\r\n")
        with self.server.connect() as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for at in range(len(sent)):
                connection.sendall(sent[at : at + 1])
            self.assertEqual(read_answer(connection)[2], b"POST /test/echo hello world")
            connection.sendall(request("/test/next"))
            self.assertEqual(read_answer(connection)[2], b"GET /test/next ")

    def test_line_ends_between_requests_are_skipped(self):
        self.assertEqual(status_of(self.server.exchange(b"\r\n\r\n" + request(fields="Connection: close\r\n"))), 200)

    def test_head_has_the_fields_of_get_and_no_body(self):
        with self.server.connect() as connection:
            connection.sendall(request("/test/big?bytes=70000", "HEAD") + request("/test/after"))
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1)
            self.assertIn(b"Content-Length: 70000\r\n", head)
            self.assertEqual(read_answer(connection)[2], b"GET /test/after ")

    def test_http_1_0_closes_unless_it_is_asked_to_stay(self):
        self.assertIn(b"Connection: close", self.server.exchange(b"GET /test/a HTTP/1.0\r\n\r\n"))
        with self.server.send(b"GET /test/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") as connection:
            self.assertEqual(read_answer(connection)[1]["Connection"], "keep-alive")

    def test_expect_100_continue_is_answered_before_the_body(self):
        with self.server.send(request(method="POST", fields="Expect: 100-continue\r\nContent-Length: 2\r\n")) as connection:
            self.assertEqual(read_answer(connection)[0], 100)
            connection.sendall(b"ok")
            self.assertEqual(read_answer(connection)[2], b"POST /test/echo ok")
        self.assertEqual(status_of(self.server.exchange(request(fields="Expect: magic\r\n"))), 417)

    def test_a_large_answer_arrives_whole_over_one_connection(self):
        status, fields, body = self.server.get("/test/big?bytes=20000000")
        self.assertEqual((status, len(body)), (200, 20000000))

    def test_what_is_not_http_is_refused_and_the_server_goes_on(self):
        host = "Host: a\r\n"
        cases = {
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": 400,  # a TLS hello
            b"GET\r\n\r\n": 400,
            b"GET / HTTP/1.1 x\r\n\r\n": 505,
            b"G@T / HTTP/1.1\r\nHost: a\r\n\r\n": 400,
            b"GET / HTTP/2.0\r\nHost: a\r\n\r\n": 505,
            b"GET / HTTP/1.1\r\n\r\n": 400,  # no Host
            f"GET / HTTP/1.1\r\n{host}{host}\r\n".encode(): 400,
            f"GET /a/../b HTTP/1.1\r\n{host}\r\n".encode(): 400,
            f"GET /%00 HTTP/1.1\r\n{host}\r\n".encode(): 400,
            f"GET /a\\b HTTP/1.1\r\n{host}\r\n".encode(): 400,
            f"GET / HTTP/1.1\r\n{host}Bad Name: x\r\n\r\n".encode(): 400,
            f"GET / HTTP/1.1\r\n{host}A : x\r\n\r\n".encode(): 400,
            f"GET / HTTP/1.1\r\n{host}A: \x01\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: x\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: +1\r\n\r\na".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 2\r\n\r\naa".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 1\r\n\r\na".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: 1, 1\r\n\r\na".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: 99999999999999999999\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: identity\r\n\r\n".encode(): 501,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n".encode(): 501,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n".encode(): 501,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n".encode(): 400,
            f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n".encode(): 400,
            b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 400,
            f"GET / HTTP/1.1\r\n{host}Authorization: a\r\nAuthorization: b\r\n\r\n".encode(): 400,
        }
        for data, status in cases.items():
            with self.subTest(data=data):
                with self.server.send(data) as connection:
                    connection.shutdown(socket.SHUT_WR)
                    answer = read_all(connection)
                self.assertEqual(status_of(answer), status, answer)
                self.assertIn(b"application/problem+json", answer)
        self.assert_alive()

    def test_a_client_that_leaves_in_the_middle_harms_nobody(self):
        for data in (b"", b"GET", request()[:-2], request(method="POST", fields="Content-Length: 100\r\n", body=b"half")):
            self.server.send(data).close()
        reset = self.server.send(request("/test/big?bytes=5000000"))
        reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        reset.close()
        self.assert_alive()

    def test_a_fault_of_ours_is_500_and_tells_nothing(self):
        status, fields, body = self.server.get("/test/throw")
        self.assertEqual((status, fields["Content-Type"]), (500, "application/problem+json"))
        self.assertNotIn(b"a bug", body)
        status, fields, body = self.server.get("/test/split")
        self.assertEqual(status, 500)
        self.assertNotIn("Set-Cookie", fields)


class SizeLimits(ServerTest):
    limits = {"header": 2000, "body": 10000, "bodies": 25000}

    def test_header_bytes_are_bounded(self):
        fill = 2000 - len(request(fields="A: \r\nConnection: close\r\n"))
        self.assertEqual(status_of(self.server.exchange(request(fields=f"A: {'a' * fill}\r\nConnection: close\r\n"))), 200)
        self.assertEqual(status_of(self.server.exchange(request(fields=f"A: {'a' * (fill + 1)}\r\nConnection: close\r\n"))), 431)
        answer = self.server.exchange(request("/" + "a" * 5000))
        self.assertEqual(status_of(answer), 431)
        problem = json.loads(answer.partition(b"\r\n\r\n")[2])
        self.assertEqual((problem["field"], problem["rule"]), ("head", "request line and fields are at most 2000 bytes"))
        self.assertEqual(status_of(self.server.exchange(b"a" * 100000)), 431)
        self.assertEqual(status_of(self.server.exchange(request(fields="A: b\r\n" * 10000))), 431)

    def test_body_bytes_are_bounded(self):
        self.assertEqual(self.server.get("/test/echo", "POST", b"x" * 10000)[0], 200)
        status, _, body = self.server.get("/test/echo", "POST", b"x" * 10001)
        self.assertEqual(status, 413)
        self.assertEqual({name: json.loads(body)[name] for name in ("field", "value", "rule")},
                         {"field": "body", "value": "10001 bytes", "rule": "a body is at most 10000 bytes"})

    def test_a_body_that_says_it_is_too_large_is_not_read(self):
        with self.server.send(request(method="POST", fields="Content-Length: 10001\r\nExpect: 100-continue\r\n")) as connection:
            self.assertEqual(read_answer(connection)[0], 413)

    def test_a_chunked_body_is_bounded_too(self):
        def chunked(count, size=1000):
            return request(method="POST", fields="Transfer-Encoding: chunked\r\nConnection: close\r\n",
                           body=(b"%x\r\n" % size + b"c" * size + b"\r\n") * count + b"0\r\n\r\n")
        self.assertEqual(status_of(self.server.exchange(chunked(10))), 200)
        self.assertEqual(status_of(self.server.exchange(chunked(11))), 413)
        self.assertEqual(status_of(self.server.exchange(chunked(1, 10001))), 413)
        self.assertEqual(status_of(self.server.exchange(chunked(10000, 2))), 413)

    def test_chunk_extensions_and_trailers_are_bounded(self):
        for body in (b"1;" + b"x" * 300000, b"0\r\n" + b"A: b\r\n" * 50000):
            answer = self.server.exchange(request(method="POST", fields="Transfer-Encoding: chunked\r\n", body=body))
            self.assertEqual(status_of(answer), 431)

    def test_bodies_of_all_connections_together_are_bounded(self):
        held = [self.server.send(request(method="POST", fields="Content-Length: 10000\r\n", body=b"x")) for _ in range(2)]
        time.sleep(0.3)
        self.assertEqual(self.server.get("/test/echo", "POST", b"x" * 9000)[0], 503)
        for connection in held:
            connection.sendall(b"x" * 9999)
            self.assertEqual(read_answer(connection)[0], 200)
            connection.close()
        self.assertEqual(self.server.get("/test/echo", "POST", b"x" * 9000)[0], 200)


class Pages(ServerTest):
    """What a browser is shown in place of the problem document: see faces/refusal.h."""
    limits = {"header": 2000, "body": 10000, "read": 1, "threads": 1, "queue": 2}
    browser = "Accept: text/html\r\nAccept-Language: fr\r\n"

    def page(self, data):
        status, fields, body = self.answered(data)
        self.assertEqual(fields["Content-Type"], "text/plain; charset=utf-8")
        return status, body.decode()

    def answered(self, data):
        with self.server.send(data) as connection:
            return read_answer(connection)

    def test_a_body_too_large_announced_or_in_chunks(self):
        expected = (413, "413 at /test/here in fr")
        self.assertEqual(self.page(request("/test/here", "POST", self.browser + "Content-Length: 10001\r\n")), expected)
        chunks = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        self.assertEqual(self.page(request("/test/here", "POST", self.browser + "Transfer-Encoding: chunked\r\n", chunks * 3)), expected)

    def test_a_head_too_large_and_whatever_of_it_was_read(self):
        self.assertEqual(self.page(request("/test/here", fields=self.browser + "A: " + "a" * 3000 + "\r\n")), (431, "431 at /test/here in fr"))
        self.assertEqual(self.answered(request("/" + "a" * 5000, fields=self.browser))[0], 431)

    def test_a_body_that_stops(self):
        self.assertEqual(self.page(request("/test/here", "POST", self.browser + "Content-Length: 10\r\n", b"half")), (408, "408 at /test/here in fr"))

    def test_a_full_pool(self):
        waiting = [self.server.send(request("/test/sleep?ms=1500")) for _ in range(3)]
        time.sleep(0.5)
        self.assertEqual(self.page(request("/test/here", fields=self.browser)), (503, "503 at /test/here in fr"))
        for connection in waiting:
            read_answer(connection)
            connection.close()

    def test_an_address_that_cannot_be_read_has_no_page(self):
        self.assertEqual(json.loads(self.answered(request("/a/../b", fields=self.browser))[2])["status"], 400)


class TimeLimits(ServerTest):
    limits = {"read": 1, "idle": 2, "write": 1}

    def test_a_slow_loris_is_told_408_while_others_are_served(self):
        with self.server.connect() as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n")
            try:
                for number in range(40):  # a field every 100 ms would go on for ever
                    connection.sendall(b"X-%d: y\r\n" % number)
                    if number == 3:
                        self.assert_alive()
                    connection.settimeout(0.1)
                    with contextlib.suppress(TimeoutError):
                        answer = connection.recv(65536)
                        break
            except OSError as error:
                self.fail(f"reset before the answer could be read: {error}")
            self.assertEqual(status_of(answer), 408)  # before the fields end

    def test_a_slow_body_is_told_408(self):
        started = time.monotonic()
        with self.server.send(request(method="POST", fields="Content-Length: 10\r\n", body=b"12345")) as connection:
            self.assertEqual(read_answer(connection)[0], 408)
        self.assertGreaterEqual(time.monotonic() - started, 0.9)

    def test_a_large_body_over_a_slow_line_is_taken_as_long_as_it_comes_on(self):
        piece, pieces = b"x" * 70_000, 8
        with self.server.send(request(method="POST", fields=f"Content-Length: {len(piece) * pieces}\r\n")) as connection:
            for _ in range(pieces):  # three times the limit for a whole request
                time.sleep(0.4)
                connection.sendall(piece)
            self.assertEqual(read_answer(connection)[0], 200)

    def test_a_body_that_stops_after_a_good_beginning_is_told_408(self):
        with self.server.send(request(method="POST", fields="Content-Length: 900000\r\n", body=b"x" * 9_000)) as connection:
            self.assertEqual(read_answer(connection)[0], 408)

    def test_a_connection_without_a_request_is_closed_without_a_word(self):
        with self.server.connect() as connection:
            self.assertEqual(read_all(connection), b"")
        with self.server.send(request()) as connection:
            self.assertEqual(read_answer(connection)[0], 200)
            started = time.monotonic()
            self.assertEqual(read_all(connection), b"")
            self.assertGreaterEqual(time.monotonic() - started, 1.5)

    def test_a_reader_that_stalls_is_dropped(self):
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(TIMEOUT)
            connection.connect(("127.0.0.1", self.server.port))
            connection.sendall(request("/test/big?bytes=50000000"))
            time.sleep(3)
            received = 0
            with contextlib.suppress(ConnectionError):
                while piece := connection.recv(1 << 20):
                    received += len(piece)
            self.assertLess(received, 50000000)
        self.assert_alive()

    def test_a_handler_may_take_longer_than_a_client_may_read(self):
        self.assertEqual(self.server.get("/test/sleep?ms=2500")[0], 200)


class ManyConnections(ServerTest):
    limits = {"connections": 505}

    def test_500_idle_connections_do_not_slow_a_new_request_and_the_limit_is_said(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        idle = [self.server.connect() for _ in range(500)]
        self.assert_alive()  # within a socket's time limit, which is half of what idle connections are kept
        more = [self.server.connect() for _ in range(5)]
        time.sleep(0.3)
        with self.server.connect() as refused:
            status, fields, _ = read_answer(refused)
            self.assertEqual((status, fields["Retry-After"], fields["Connection"]), (503, "1", "close"))
        for connection in idle[:10]:
            connection.close()
        time.sleep(0.3)
        self.assert_alive()
        for connection in idle[10:] + more:
            connection.close()


class FullPool(ServerTest):
    limits = {"threads": 1, "queue": 2}

    def test_a_request_that_finds_the_pool_full_is_told_to_come_again(self):
        waiting = [self.server.send(request("/test/sleep?ms=1500")) for _ in range(3)]
        time.sleep(0.5)
        status, fields, body = self.server.get("/healthz")
        self.assertEqual((status, fields["Retry-After"]), (503, "1"))
        self.assertEqual(json.loads(body)["status"], 503)
        for connection in waiting:
            self.assertEqual(read_answer(connection)[2], b"slept\n")
            connection.close()
        self.assert_alive()


class Stop(unittest.TestCase):
    def test_stop_lets_a_running_handler_answer_and_takes_no_more(self):
        server = Server()
        idle = server.connect()
        busy = server.send(request("/test/sleep?ms=1500"))
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(read_all(idle), b"")
        idle.close()
        with self.assertRaises(OSError):
            server.connect()
        status, fields, body = read_answer(busy)
        self.assertEqual((status, fields["Connection"], body), (200, "close", b"slept\n"))
        busy.close()
        started = time.monotonic()
        self.assertEqual(server.stop(), 0, server.errors)
        self.assertLess(time.monotonic() - started, 5)

    def test_stop_does_not_wait_for_a_client_that_never_finishes(self):
        server = Server(stop=1, read=60)
        half = server.send(request()[:-4])
        stalled = server.send(request("/test/big?bytes=50000000"))
        time.sleep(0.3)
        started = time.monotonic()
        self.assertEqual(server.stop(), 0, server.errors)
        self.assertLess(time.monotonic() - started, 10)
        half.close()
        stalled.close()

    def test_stop_waits_for_a_handler_even_after_its_connection_was_cut(self):
        server = Server(stop=1)
        busy = server.send(request("/test/sleep?ms=2500"))
        time.sleep(0.5)
        started = time.monotonic()
        self.assertEqual(server.stop(), 0, server.errors)
        self.assertGreater(time.monotonic() - started, 1.5)
        busy.close()

    def test_stop_under_load_ends_clean(self):
        server = Server(threads=4)
        def load():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                while True:
                    server.get("/test/echo", "POST", b"x" * 1000)
        threads = [threading.Thread(target=load) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        self.assertEqual(server.stop(), 0, server.errors)
        for thread in threads:
            thread.join()


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        with open(os.path.join(self.folder.name, "openings.jsonl"), "wb") as file:
            self.content = os.urandom(3_000_000)
            file.write(self.content)
        self.server = Server(folder=self.folder.name)
        self.addCleanup(self.folder.cleanup)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0))

    def test_a_file_its_range_and_its_tag(self):
        status, fields, body = self.server.get("/openings.jsonl")
        self.assertEqual((status, body), (200, self.content))
        status, part, body = self.server.get("/openings.jsonl", headers={"Range": "bytes=1000000-1999999"})
        self.assertEqual((status, body), (206, self.content[1000000:2000000]))
        self.assertEqual(part["Content-Range"], "bytes 1000000-1999999/3000000")
        status, _, body = self.server.get("/openings.jsonl", headers={"If-None-Match": fields["ETag"]})
        self.assertEqual((status, body), (304, b""))
        status, head, body = self.server.get("/openings.jsonl", "HEAD")
        self.assertEqual((status, head["Content-Length"], body), (200, "3000000", b""))

    def test_what_lies_outside_of_the_folder_is_out_of_reach(self):
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/etc/passwd"):
            status, _, body = self.server.get(path)
            self.assertIn(status, (400, 404))
            self.assertNotIn(b"root:", body)


class ApiOverSockets(ServerTest):
    def test_a_request_goes_in_and_its_case_and_receipt_come_out(self):
        example = json.loads(self.server.get("/openapi.json")[2])["components"]["schemas"]["Request"]["examples"][0]
        token = {"Authorization": "Bearer alice-token"}
        sent = {**token, "Content-Type": "application/json"}
        status, fields, body = self.server.get("/api/v1/requests", "POST", json.dumps(example), sent)
        self.assertEqual(status, 201, body)
        self.assertEqual(self.server.get(fields["Location"], headers=token)[0], 200)
        self.assertEqual(self.server.get(fields["Location"])[0], 401)
        proof = self.server.get(json.loads(body)["receipt"] + "?file=decision-1/receipt.tlog-proof", headers=token)
        self.assertEqual(proof[2], b"c2sp.org/tlog-proof@v1\n")
        self.assertEqual(self.server.get("/api/v1/requests", "POST", json.dumps(example), sent)[0], 409)

    def test_nothing_that_names_a_person_or_a_case_is_written_to_the_log(self):
        sent = {"Authorization": "Bearer alice-token", "Content-Type": "application/json"}
        self.server.get("/api/v1/requests", "POST", '{"country":"secret-value"}', sent)
        self.server.get("/api/v1/cases/WR-2026-77777", headers=sent)
        self.server.get("/test/throw?user=alice")
        self.server.stop()
        for word in ("alice", "77777", "secret-value", "a bug"):
            self.assertNotIn(word, self.server.errors)


if __name__ == "__main__":
    Server.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
