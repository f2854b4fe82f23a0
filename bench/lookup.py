#!/usr/bin/env python3
"""Look-ups by user, by phone number and by address and window in stores of millions of access records: PostgreSQL
partitions, ClickHouse on one shard and on two. Each beside the same statements by hand, same client, same run.
    bench/lookup.py BENCH_LOOKUP [--rows 10000000] [--runs 40]
Servers are Debian's, on loopback, ended by their process ids."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
for folder in ("clickhouse", "sql"):
    sys.path.insert(0, str(ROOT / "tests" / "peers" / folder))
import server as clickhouse
import servers

DAYS = 300  # of records; every account has one use of its own address in the last day
PER_ACCOUNT = 20


def measure(program, provider, engine, accounts, as_of, runs, port, secret):
    done = subprocess.run(list(map(str, (program, provider, engine, accounts, as_of, runs, port, secret))), capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise SystemExit(f"{engine}: {done.stderr}")
    print(done.stdout, end="", flush=True)
    return [float(ratio) for ratio in re.findall(r"ratio ([\d.]+)", done.stdout)], [float(ms) for ms in re.findall(r"connector +([\d.]+)", done.stdout)]


def postgresql(folder, program, rows, runs, now):
    accounts, server = rows // PER_ACCOUNT, servers.Postgresql()
    try:
        start = time.monotonic()
        step = 30 * 86400
        parts = "".join(f"CREATE UNLOGGED TABLE p{i} PARTITION OF writ_access FOR VALUES FROM (to_timestamp({now - DAYS * 86400 + i * step})) TO (to_timestamp({now - DAYS * 86400 + (i + 1) * step}));"
                        for i in range(DAYS // 30 + 1))
        address = "('101.' || a / 65536 % 256 || '.' || a / 256 % 256 || '.' || a % 256)::inet"
        script = folder / "load.sql"
        script.write_text(f"""CREATE UNLOGGED TABLE writ_accounts(account text, name text, phone text, created timestamptz);
INSERT INTO writ_accounts SELECT 'u' || a, 'n' || a, '+1202' || 5000000 + a, to_timestamp({now - 400 * 86400}) FROM generate_series(0, {accounts - 1}) a;
CREATE TABLE writ_access(account text NOT NULL, address inet NOT NULL, port int, at timestamptz NOT NULL) PARTITION BY RANGE (at);
{parts}
INSERT INTO writ_access SELECT 'u' || a, {address}, 1024 + a % 60000, to_timestamp({now} - 3600 - k * {DAYS * 86400 // PER_ACCOUNT - 3600}::bigint)
 FROM generate_series(0, {accounts - 1}) a, generate_series(0, {PER_ACCOUNT - 1}) k;
CREATE INDEX ON writ_accounts(account); CREATE INDEX ON writ_accounts(phone);
CREATE INDEX ON writ_access(account, at); CREATE INDEX ON writ_access(address, at); ANALYZE;
CREATE ROLE writ_reader LOGIN PASSWORD 'reader-secret'; GRANT SELECT ON writ_accounts, writ_access TO writ_reader;""")
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", "-f", str(script)],
                       env={"PGPASSWORD": server.password, "PATH": "/usr/bin:/bin"}, check=True)
        print(f"PostgreSQL partitions, {rows} rows (loaded in {time.monotonic() - start:.0f} s)")
        provider = folder / "pg.toml"
        provider.write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "pg_partitions"\nname = "pg"\nport = {server.port}\ndatabase = "postgres"\nuser = "writ_reader"\nsecret_file = "secret"\n')
        return measure(program, provider, "pg", accounts, now, runs, server.port, folder / "secret")
    finally:
        server.stop()


def clickhouse_shards(folder, program, rows, runs, now, count):
    accounts, shards = rows // PER_ACCOUNT, []
    try:
        start = time.monotonic()
        shards = clickhouse.cluster(folder / f"clickhouse{count}", count)
        clickhouse.make_tables(shards)
        each = accounts // count
        for i, shard in enumerate(shards):
            source = f"(SELECT number + {i * each} AS a FROM system.numbers LIMIT {each})"
            shard.query(f"INSERT INTO accounts_local SELECT concat('u', toString(a)), concat('n', toString(a)), concat('+1202', toString(5000000 + a)), toDateTime({now - 400 * 86400}) FROM {source}")
            address = "IPv6StringToNum(concat('::ffff:101.', toString(intDiv(a, 65536) % 256), '.', toString(intDiv(a, 256) % 256), '.', toString(a % 256)))"
            shard.query(f"INSERT INTO access_local SELECT concat('u', toString(a)), {address}, toUInt16(1024 + a % 60000), toDateTime({now} - 3600 - k * {DAYS * 86400 // PER_ACCOUNT - 3600})"
                        f" FROM {source} ARRAY JOIN range({PER_ACCOUNT}) AS k")
            for table in ("access_local", "access_local_by_address", "accounts_local"):
                shard.query(f"OPTIMIZE TABLE {table} FINAL" if rows <= 10 ** 6 else "SELECT 1")
        print(f"ClickHouse, {rows} rows on {count} shard{'s' if count > 1 else ''} (loaded in {time.monotonic() - start:.0f} s)")
        provider = folder / f"clickhouse{count}.toml"
        provider.write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "clickhouse"\nname = "ch"\nurl = "http://127.0.0.1:{shards[0].http}/"\nuser = "writ"\nsecret_file = "secret"\naccess_by_address = "writ_access_by_address"\n')
        return measure(program, provider, "clickhouse", accounts, now, runs, shards[0].http, folder / "secret")
    finally:
        for shard in shards:
            shard.stop()
        shutil.rmtree(folder / f"clickhouse{count}", ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=10 ** 6)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--engine", choices=("both", "clickhouse", "postgresql"), default="both")
    parser.add_argument("--ratio-max", type=float, help="fail above this: for ./test, where other work shares the machine")
    arguments = parser.parse_args()
    folder, now = pathlib.Path(tempfile.mkdtemp(prefix="writ-lookup-")), int(time.time())
    try:
        servers.secret_file(folder, "reader-secret")
        ratios, rest = [], (folder, arguments.program, arguments.rows, arguments.runs, now)
        if arguments.engine != "clickhouse":
            ratios += postgresql(*rest)[0]
        if arguments.engine != "postgresql":
            one, one_ms = clickhouse_shards(*rest, 1)
            two, two_ms = clickhouse_shards(*rest, 2)
            ratios += one + two
            print("two shards to one: " + ", ".join(f"{b / a:.2f}" for a, b in zip(one_ms, two_ms)))
        print(f"largest ratio {max(ratios):.2f} (goal 1.20)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if arguments.ratio_max is None or max(ratios) <= arguments.ratio_max else 1


if __name__ == "__main__":
    sys.exit(main())
