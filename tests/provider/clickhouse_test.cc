#include "provider/clickhouse_http.h"

#include <doctest/doctest.h>

#include "provider/access_store.h"

using namespace writ::provider;
using clickhouse::parse_body;

TEST_CASE("an answer of ClickHouse counts only when its own row count agrees with its rows") {
  const std::string whole = R"({"meta":[],"data":[["u1",40001,1700000000],["u2",0,1700000001]],"rows":2})";
  const auto rows = parse_body(whole, 3);
  REQUIRE(rows);
  CHECK((*rows)[0] == clickhouse::Cells{"u1", "40001", "1700000000"});
  CHECK(parse_body(R"({"data":[],"rows":0})", 3)->empty());
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(!parse_body(whole.substr(0, size), 3));
}

TEST_CASE("an answer that is not what was asked is none") {
  CHECK(!parse_body(R"({"data":[["u1",1,2]],"rows":2})", 3));     // a row is missing
  CHECK(!parse_body(R"({"data":[["u1",1]],"rows":1})", 3));       // a column is
  CHECK(!parse_body(R"({"data":[["u1",1,null]],"rows":1})", 3));  // a value is
  CHECK(!parse_body(R"({"data":[["u1",1,2]]})", 3));              // no count at all
  CHECK(!parse_body("Code: 159, e.displayText() = DB::Exception: Timeout exceeded", 3));
  CHECK(!parse_body("{\"data\":[[\"u1\",1,2]],\"rows\":1}\nCode: 241. DB::Exception",
                    3));  // current versions: after the body
}

TEST_CASE("codes of ClickHouse have the names of faults") {
  CHECK(clickhouse::fault_of(159) == sql::fault::time_limit);
  CHECK(clickhouse::fault_of(279) == sql::fault::connection);  // a shard does not answer
  CHECK(clickhouse::fault_of(164) == sql::fault::read_only);
  CHECK(clickhouse::fault_of(497) == sql::fault::permission);
  CHECK(clickhouse::fault_of(516) == sql::fault::permission);
  CHECK(clickhouse::fault_of(60) == sql::fault::schema);
  CHECK(clickhouse::fault_of(396) == sql::fault::row_cap);
  CHECK(clickhouse::fault_of(1) == sql::fault::statement);
}

TEST_CASE("an address is sixteen bytes there and back") {
  for (const char* text : {"203.0.113.7", "2001:db8::b", "::1"})
    CHECK(access::address_text(*access::address_bytes(text)) == text);
  CHECK(!access::address_bytes("203.0.113.256"));
  CHECK(access::address_text("short").empty());
}
