#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/random.h"
#include "base/time.h"

using namespace writ::base;

TEST_CASE("a time is written as YYYY-MM-DDThh:mm:ssZ and read back, and nothing else is read") {
  const auto time = parse_time("2024-02-29T23:59:59Z");
  REQUIRE(time);
  CHECK(format_time(*time) == "2024-02-29T23:59:59Z");
  for (const char* bad : {"2023-02-29T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00.5Z",
                          "2024-01-01 00:00:00Z", "2024-01-01T00:00:00+00:00", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_time(bad));
  }
}

TEST_CASE("a period includes both days and ends at midnight after the last") {
  const auto period = parse_period("2024-01-01/2024-09-30");
  REQUIRE(period);
  CHECK(period->days() == 274);
  CHECK(format_time(period->end()) == "2024-10-01T00:00:00Z");
  CHECK_FALSE(parse_period("2024-09-30/2024-01-01"));
}

TEST_CASE("base64 is strict: padding is needed and unused bits are zero") {
  CHECK(to_base64(view("foobar")) == "Zm9vYmFy");
  CHECK(bytes_from_base64("Zm8=") == bytes("fo"));
  for (const char* bad : {"Zm8", "Zm9=", "Zm 8", "====", "Z==="}) {
    CAPTURE(bad);
    CHECK_FALSE(bytes_from_base64(bad));
  }
}

TEST_CASE("hex is lower case and a hash has 64 digits") {
  CHECK(hash_from_hex(std::string(64, 'a')));
  CHECK_FALSE(hash_from_hex(std::string(64, 'A')));
  CHECK_FALSE(hash_from_hex(std::string(63, 'a')));
}

TEST_CASE("a manual clock never goes back") {
  ManualClock clock(from_unix(100));
  clock.advance_to(from_unix(50));
  CHECK(clock.now() == from_unix(100));
}

TEST_CASE("a UUID of version 7 begins with its time") {
  SeededRandom random(1);
  const std::string id = uuid_v7(*parse_time("2024-01-01T00:00:00Z"), random);
  CHECK(id.size() == 36);
  CHECK(id[14] == '7');
  CHECK(id.substr(0, 13) == "018cc251-f400");
}

TEST_CASE("a durable write replaces the file whole and leaves no temporary file") {
  const Path folder = std::filesystem::temp_directory_path() / "writ-files-test" / std::to_string(::getpid());
  DiskFiles files;
  REQUIRE(files.write_durable(folder / "a" / "b", "one"));
  REQUIRE(files.write_durable(folder / "a" / "b", "two"));
  CHECK(static_cast<Files&>(files).read(folder / "a" / "b") == "two");
  CHECK(files.list(folder / "a") == std::vector<std::string>{"b"});
  CHECK(static_cast<Files&>(files).read(folder / "none").error().code == Errc::not_found);
  std::filesystem::remove_all(folder);
}
