#include <doctest/doctest.h>

#include "log/format/entry.h"
#include "log/format/opening.h"
#include "log/format/report_json.h"
#include "log_builder.h"

using namespace writ;
using namespace writ::test;

namespace {
const crypto::NativeHost host;

log::SealedEntry sealed(const log::Draft& draft) {
  base::SeededRandom random(1);
  auto entry = log::seal_entry(host, random, draft);
  INFO((entry ? std::string() : entry.error().message()));
  REQUIRE(entry);
  return *entry;
}
std::string some_report() { return World({}).log.bundles[1]["report.json"]; }
}  // namespace

TEST_CASE("an open line opens its entry and is read back byte for byte") {
  const log::SealedEntry entry = sealed(request_draft("US", "subpoena", "fraud"));
  const std::string text = log::format_line(log::open_line(12, entry));
  const auto line = log::parse_line(text);
  REQUIRE(line);
  const auto& open = std::get<log::OpenLine>(*line);
  CHECK(open.index == 12);
  CHECK(log::format_line(open) == text);
  CHECK(log::opened_body_root(host, open, *log::decode_values(open.values)) == entry.body_root);
}

TEST_CASE("a held line gives the same root and shows no value") {
  const log::SealedEntry entry = sealed(request_draft("US", "subpoena", "fraud"));
  const std::string text = log::format_line(log::held_line(host, 12, entry));
  CHECK(text.find("US") == std::string::npos);
  const auto line = log::parse_line(text);
  REQUIRE(line);
  CHECK(log::held_body_root(host, std::get<log::HeldLine>(*line)) == entry.body_root);
}

TEST_CASE("a line with a space, another order, an escape or a rest is refused") {
  const std::string text = log::format_line(log::open_line(12, sealed(request_draft("US", "subpoena", "fraud"))));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    return other.replace(other.find(from), from.size(), to);
  };
  for (const std::string& bad : {changed(":12", ":012"), changed(":12", ": 12"), changed(":12", ":1e1"),
                                 changed("seed", "Seed"), changed("\"US\"", "\"\\u0055S\""), changed("\"US\",", ""),
                                 text + " ", text + "\r", std::string("\xef\xbb\xbf") + text, std::string()}) {
    CHECK_FALSE(log::parse_line(bad));
  }
}

TEST_CASE("a receipt's opening keeps quotes, control characters and umlauts of TEXT") {
  log::Draft draft = request_draft("DE", "court_order", "fraud");
  draft.private_values[5] = "\"Nord\"\\\n\xc3\xbc";
  const log::SealedEntry entry = sealed(draft);
  const std::string text = log::format_receipt_opening(log::receipt_opening(host, "log.example/test", 9, entry));
  const auto opening = log::parse_receipt_opening(host, text);
  REQUIRE(opening);
  CHECK(opening->private_values[5] == draft.private_values[5]);
  CHECK(log::receipt_body_root(host, *opening) == entry.body_root);
  CHECK_FALSE(log::parse_receipt_opening(host, text + " "));
}

TEST_CASE("what breaks the grammar or the meaning is never sealed, and the error names the position") {
  base::SeededRandom random(1);
  log::Draft draft = request_draft("EL", "subpoena", "fraud");
  const auto refused = log::seal_entry(host, random, draft);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message() == "position 9: \"EL\": is not a COUNTRY: an ISO 3166-1 alpha-2 code, XK or EU");
  draft = request_draft("GR", "subpoena", "fraud");
  draft.private_values[5] = "u\xcc\x88";  // not NFC
  CHECK_FALSE(log::seal_entry(host, random, draft));
  draft.private_values[5] = "";
  draft.private_values[3] = "2024-03-01T12:00:60Z";
  CHECK_FALSE(log::seal_entry(host, random, draft));
  draft.private_values[3] = "2024-03-01T12:00:00Z";
  draft.private_values[7] = "reserved";
  CHECK_FALSE(log::seal_entry(host, random, draft));
}

TEST_CASE("a dummy is HMAC-SHA256 of its index under K") {
  // Computed by Python's hmac module.
  base::Hash key;
  for (std::size_t i = 0; i < 32; ++i) key[i] = static_cast<std::uint8_t>(i);
  CHECK(base::to_hex(log::dummy_body_root(host, key, 258)) ==
        "0869da4059dbd844c7dd9dc5f04e17cd9302691b72e21d17d29aa40648c5b7de");
}

TEST_CASE("a promise is four lines and read back") {
  const log::Promise promise{"log.example/test", base::Hash{1, 2}, at("2024-01-01T00:00:00Z")};
  const std::string text = log::format_promise(promise);
  CHECK(text == "writ-promise/v1\nlog.example/test\n0102" + std::string(60, '0') + "\n2024-01-01T00:00:00Z\n");
  CHECK(log::parse_promise(text)->body_root == promise.body_root);
  CHECK_FALSE(log::parse_promise(text + "more\n"));
}

TEST_CASE("report.json is read back as written") {
  const std::string text = some_report();
  const auto report = log::parse_report(text);
  REQUIRE(report);
  CHECK(log::format_report(*report) == text);
}

TEST_CASE("in report.json members may come in any order, and nothing else is free") {
  const std::string text = some_report();
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    const std::size_t found = other.find(from);
    REQUIRE(found != std::string::npos);
    return other.replace(found, from.size(), to);
  };
  const std::string schema = "\"schema\":\"writ-report/v1\",";
  std::string moved = with(schema, "");
  moved.insert(moved.rfind('}'), "," + schema.substr(0, schema.size() - 1));
  CHECK(log::parse_report(moved));
  CHECK(log::parse_report(with("\"unverified\":{}", "\"unverified\":{\"median_days\":2.5,\"before\":-1}")));
  for (const std::string& bad :
       {with("\"unverified\":{}", "\"unverified\":{\"a\":1,\"a\":2}"), with("\"unverified\":{}", "\"unverified\":[]"),
        with(schema, ""), with(schema, schema + schema), with(schema, schema + "\"more\":1,"),
        with("\"first_index\":", "\"first_index\":-"), with("\"first_index\":", "\"first_index\":1e"),
        with("\"first_index\":", "\"first_index\":1000000000000000"), with("\"first_index\":", "\"first_index\":0."),
        "\xef\xbb\xbf" + text, text + "x", with("\"all\":", "\"ALL\":"),
        with("\"requests\":{", "\"requests\":{\"EL\":1,"), with("\"requests\":{", "\"requests\":{\"FR\":0,"),
        with("writ-report/v1", "writ-report/v2")}) {
    CHECK_FALSE(log::parse_report(bad));
  }
  CHECK_FALSE(log::parse_report(with("\"unverified\":{}", "\"unverified\":{\"a\":" + std::string(100'000, '[') + "}")));
}
