#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/files.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "policy/replay_line.h"
#include "policy/replay_stream.h"

using namespace writ;

namespace {

policy::Policy shipped(const std::string& id) {
  const base::DiskFiles files;
  const auto text =
      static_cast<const base::Files&>(files).read(base::Path(WRIT_SOURCE_DIR) / "policies" / (id + ".toml"));
  return *policy::Policy::parse(*text, id);
}

policy::Replay replay_of_telegram() {
  const base::DiskFiles files;
  const auto text =
      static_cast<const base::Files&>(files).read(base::Path(WRIT_SOURCE_DIR) / "profiles" / "telegram.toml");
  return *policy::Replay::make(
      {.policies = {shipped("telegram-2024-09")}, .profiles = {*policy::parse_profile(*text, "telegram")}});
}

const std::string good =
    R"({"schema":"writ-request/v1","country":"US","instrument":"subpoena","offence":"fraud","data_sought":["phone_number","email"],)"
    R"("selectors":[{"kind":"email","value":"a@b.example"},{"kind":"user_id","value":"7","from":"2024-01-01T00:00:00Z","to":"2024-01-02T00:00:00Z"}],)"
    R"("agency":"A","officer":"o@a.example","facts":{"valid_order":true,"judicial_authority":false,"other.fact":true},"received":"2024-03-01T23:59:59Z"})";

base::Result<policy::ReplayCase> read(std::string line) {
  static const policy::Replay replay = replay_of_telegram();
  const std::size_t size = line.size();
  line.resize(size + policy::ReplayLineReader::padding);
  return policy::ReplayLineReader(replay.facts()).read(std::string_view(line).substr(0, size));
}

/// `good` with a part replaced.
std::string with(const std::string& part, const std::string& other) {
  std::string line = good;
  const auto at = line.find(part);
  REQUIRE(at != line.npos);
  return line.replace(at, part.size(), other);
}

std::string message(const std::string& line) {
  const auto read_line = read(line);
  REQUIRE_FALSE(read_line);
  return read_line.error().message();
}

/// A source that gives the text in pieces of a few bytes.
policy::ReplaySource source_of(const std::string& text, std::size_t piece, std::size_t& at) {
  policy::ReplaySource source;
  source.read = [&text, piece, &at](char* bytes, std::size_t size) -> base::Result<std::size_t> {
    const std::size_t count = std::min({piece, size, text.size() - at});
    std::memcpy(bytes, text.data() + at, count);
    at += count;
    return count;
  };
  source.step = [](std::uint64_t) {};
  return source;
}

}  // namespace

TEST_CASE("a replay line is a request, with what decides read and when it was received") {
  const auto item = read(good);
  REQUIRE_MESSAGE(item, (item ? "" : item.error().message()));
  CHECK(legal::countries()[item->country].alpha2 == "US");
  CHECK(legal::instruments()[item->instrument].code == "subpoena");
  CHECK(legal::offences()[item->offence].code == "fraud");
  CHECK(policy::categories_of(item->asked) == legal::CodeSet{"email", "phone_number"});
  CHECK(item->kind_count == 2);
  CHECK(static_cast<legal::SelectorKind>(item->kinds[0]) == legal::SelectorKind::email);
  CHECK(item->received == base::parse_day("2024-03-01"));
  CHECK(std::popcount(item->facts_known) == 2);
  CHECK(std::popcount(item->facts_true) == 1);
  CHECK_FALSE(read(with(R"(,"received":"2024-03-01T23:59:59Z")", ""))->received);
  CHECK(legal::offences()[read(with(R"("offence":"fraud",)", ""))->offence].code == "not_stated");
}

TEST_CASE("a line of a recorded stream gives the day it arrived and what staff established and did") {
  const std::string request = with(R"(,"received":"2024-03-01T23:59:59Z")", "");
  const auto item = read(
      R"({"schema":"writ-demo-case/v1","arrives":"2024-09-24T00:00:00Z","sender":"o@a.example","staff":{)"
      R"("facts":{"suspect_confirmed":true},"recoded_offence":"drugs","refused_on_ground":"human_rights","verify":"x"},"request":)" +
      request + "}");
  REQUIRE_MESSAGE(item, (item ? "" : item.error().message()));
  CHECK(item->received == base::parse_day("2024-09-24"));
  CHECK(std::popcount(item->facts_known) == 1);
  CHECK(legal::offences()[item->offence].code == "drugs");
  CHECK(item->course.deviates);
  CHECK(legal::grounds()[item->course.ground].code == "human_rights");
}

TEST_CASE("every fault of a line names path, value and rule") {
  CHECK(message(with("\"US\"", "\"UK\"")) ==
        "country: \"UK\": is an ISO 3166-1 alpha-2 code, EU or XK; GR not EL, GB not UK");
  CHECK(message(with("\"fraud\"", "\"theft\"")).starts_with("offence: \"theft\": is one of terrorism, "));
  CHECK(message(with("\"user_id\"", "\"wallet\"")) ==
        "selectors[1].kind: \"wallet\": is user_id, user_name, phone_number, email or ip_address");
  CHECK(message(with("\"value\":\"7\"", "\"value\":7")) == "selectors[1].value: \"7\": is text in quotation marks");
  CHECK(message(with(",\"value\":\"7\"", "")) == "selectors[1].value: is required");
  CHECK(message(with("\"email\"]", "\"phone_number\"]")) == "data_sought: \"phone_number\": stands once");
  CHECK(message(with("\"agency\":\"A\"", "\"country\":\"US\"")) == "country: a member stands once in an object");
  CHECK(message(with("\"agency\":\"A\"", "\"agencies\":\"A\"")) == "agencies: \"A\": no such member is known");
  CHECK(message(with("\"agency\":\"A\",", "")) == "agency: is required");
  CHECK(message(with(":false", ":0")) ==
        "facts.judicial_authority: \"0\": is true or false; leave out what is not known");
  CHECK(message(with("judicial_authority", "valid_order")) == "facts.valid_order: a member stands once in an object");
  CHECK(message(with("other.fact", "Other fact")) == "facts: \"Other fact\": is a CODE: [a-z0-9][a-z0-9._-]{0,63}");
  CHECK(message(with("23:59:59Z\"}", "24:00:00Z\"}")) ==
        "received: \"2024-03-01T24:00:00Z\": is a time in UTC: YYYY-MM-DDThh:mm:ssZ");
  CHECK(message(with("writ-request/v1", "writ-request/v2")) ==
        "schema: \"writ-request/v2\": is writ-request/v1, or writ-demo-case/v1");
  CHECK(message("[]") == "\"[]\": is a JSON object");
  CHECK(message(good + "}").find("is not JSON (RFC 8259): ") != std::string::npos);
  CHECK(message(std::string("{\"schema\":\"\0\"}", 14)).find("is not JSON") != std::string::npos);
  CHECK(message("{\"schema\":\"\xFF\"}").find("is not JSON") != std::string::npos);
  CHECK(message(std::string(100'000, '[')).find("is not JSON") != std::string::npos);
}

TEST_CASE("bad lines are named and left out, the others are counted, however the bytes arrive") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += (i % 1000 == 7 ? "nonsense" : good) + (i % 2 == 0 ? "\n" : "\r\n");
  text += "\n" + good;  // an empty line is none; the last needs no line feed
  for (const std::size_t piece : {std::size_t{1} << 30, std::size_t{1000}, std::size_t{4097}}) {
    policy::Replay replay = replay_of_telegram();
    std::size_t at = 0;
    const auto faults = policy::replay_lines(source_of(text, piece, at), replay, 2);
    REQUIRE(faults);
    CHECK(replay.requests() == 2998);
    CHECK(faults->count == 3);
    REQUIRE(faults->first.size() == 3);
    CHECK(faults->first[0].line == 8);
    CHECK(faults->first[2].line == 2008);
    CHECK(faults->first[2].error.value == "nonsense");
  }
}

TEST_CASE("a line longer than any may be is skipped to its end") {
  for (const std::size_t length : {std::size_t{1} << 20, (std::size_t{2} << 20) - 1, std::size_t{9} << 20}) {
    const std::string text = good + "\n" + std::string(length + 1, ' ') + "\n" + good + "\n";
    policy::Replay replay = replay_of_telegram();
    std::size_t at = 0;
    const auto faults = policy::replay_lines(source_of(text, text.size(), at), replay, 2);
    REQUIRE(faults);
    CHECK(replay.requests() == 2);
    REQUIRE(faults->count == 1);
    CHECK(faults->first[0].line == 2);
    CHECK(faults->first[0].error.rule == "a line is at most 1 MiB");
  }
}

TEST_CASE("threads come to the same result as one, also which lines are shown") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += (i % 3 == 0 ? with("\"US\"", "\"DE\"") : good) + "\n";
  policy::ReplayPlan plan{.policies = {shipped("us-2703"), shipped("telegram-2024-09")}};
  const base::DiskFiles files;
  plan.profiles.push_back(*policy::parse_profile(
      *static_cast<const base::Files&>(files).read(base::Path(WRIT_SOURCE_DIR) / "profiles" / "synapse.toml"), "p"));
  policy::Replay one = *policy::Replay::make(plan);
  policy::Replay three = *policy::Replay::make(plan);
  std::size_t at = 0;
  REQUIRE(policy::replay_lines(source_of(text, text.size(), at), one, 1));
  at = 0;
  REQUIRE(policy::replay_lines(source_of(text, text.size(), at), three, 3));
  CHECK(one.requests() == 20'000);
  CHECK(three.requests() == 20'000);
  REQUIRE(one.differences().size() == 2);
  REQUIRE(three.differences().size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(one.differences()[i].outcomes == three.differences()[i].outcomes);
    CHECK(one.differences()[i].count == three.differences()[i].count);
    CHECK(one.differences()[i].lines == three.differences()[i].lines);
    CHECK(one.differences()[i].lines.size() == policy::Replay::lines_shown_max);
  }
}

TEST_CASE("a source that fails ends the replay with its error") {
  policy::Replay replay = replay_of_telegram();
  policy::ReplaySource source;
  source.read = [](char*, std::size_t) -> base::Result<std::size_t> {
    return base::fail(base::Errc::unavailable, "requests", "x", "could not be read");
  };
  source.step = [](std::uint64_t) {};
  CHECK(policy::replay_lines(source, replay, 2).error().code == base::Errc::unavailable);
}
