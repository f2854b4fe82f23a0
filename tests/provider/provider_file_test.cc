#include <doctest/doctest.h>

#include "provider/names.h"
#include "provider/open.h"

using namespace writ;
using namespace writ::provider;

namespace {

const std::string head = "schema = \"writ-provider/v1\"\n";
const std::string source = "[[source]]\nkind = \"synapse_sqlite\"\nfile = \"homeserver.db\"\n";

std::string wrong(const std::string& text) {
  const auto parsed = parse_provider(text, "provider.toml", "/etc/writ");
  return parsed ? "" : parsed.error().message();
}

}  // namespace

TEST_CASE("a provider file's faults name file, source, key, value and rule") {
  CHECK(wrong(head + source) == "");
  CHECK(wrong(head) == "provider.toml: source: must hold at least one [[source]] table");
  CHECK(wrong(source) == "provider.toml.schema: must be a text that is not empty");
  CHECK(wrong(head + "candidates_max = 0\n" + source) ==
        "provider.toml.candidates_max: \"0\": must be an integer from 1 to 100");
  CHECK(wrong(head + "candidate_max = 5\n" + source) ==
        "provider.toml.candidate_max: \"5\": is no key of this kind of source");
  CHECK(wrong(head + source + "limits.row = 5\n") ==
        "provider.toml: source[0].limits.row: \"5\": is no key of this kind of source");
  CHECK(wrong(head + source + "[source.limits]\ntime_ms = \"long\"\n") ==
        "provider.toml: source[0].limits.time_ms: \"long\": must be an integer from 1 to 600000");
  CHECK(wrong(head + "[[source]]\nkind = \"synapse_sqlite\"\n") ==
        "provider.toml: source[0].file: must be a text that is not empty");
  CHECK(wrong(head + "[[source]]\nkind = \"oracle\"\n")
            .starts_with("provider.toml: source[0].kind: \"oracle\": must be one of synapse_sqlite, "));
  CHECK(wrong(head + source + "x = 1.5\n") ==
        "provider.toml: source[0].x: must be a text, an integer, true or false, or a list of texts");
  CHECK(wrong(head + "[[source]\n").starts_with("provider.toml:2: "));
}

TEST_CASE("a secret in the file is refused and not repeated") {
  const std::string teamgram = "[[source]]\nkind = \"teamgram\"\ndatabase = \"t\"\nuser = \"u\"\n";
  CHECK(wrong(head + teamgram) == "");
  const std::string said = wrong(head + teamgram + "password = \"sesame\"\n");
  CHECK(said.find("must not stand here") != std::string::npos);
  CHECK(said.find("sesame") == std::string::npos);
  CHECK(wrong(head + teamgram + "secret_file = \"a\"\nsecret_env = \"b\"\n").find("one of them") != std::string::npos);
  CHECK(wrong(head + teamgram + "tls = \"maybe\"\n").find("must be verify or off") != std::string::npos);
}

TEST_CASE("addresses of people cross no network without TLS: plain http is taken for this machine only") {
  const auto opened = [](const std::string& url) {
    auto file = parse_provider(head + "[[source]]\nkind = \"clickhouse\"\nuser = \"u\"\nurl = \"" + url + "\"\n",
                               "provider.toml", "/etc/writ");
    return file ? "" : file.error().message();
  };
  for (const char* here : {"http://127.0.0.1:8123/", "http://localhost/", "http://localhost:8123/", "http://[::1]:8123/",
                           "https://db.example.org:8443/"})
    CHECK(opened(here) == "");
  for (const char* elsewhere : {"http://db.example.org:8123/", "http://localhost.example.org/", "http://localhosts:8123/",
                                "http://192.0.2.1:8123/", "http://127.0.0.1.example.org/"})
    CHECK(opened(elsewhere) == "provider.toml: source[0].url: \"" + std::string(elsewhere) +
                                   "\": must be https: the answers are people's addresses");
}

TEST_CASE("what a deployment would refuse when it starts is refused when the file is read, so by a check too") {
  CHECK(wrong(head + source + source) ==
        "provider.toml: source.name: \"synapse_sqlite\": stands twice: every source has a name of its own");
  CHECK(wrong(head + "own_addresses = [\"192.0.2.0/24\"]\n" + source) ==
        "provider.toml: own_addresses[0]: \"192.0.2.0/24\": is not an IP address");
  for (const char* range : {"203.0.113.0/33", "203.0.113/24", "x", "2001:db8::/129", "203.0.113.0/", "203.0.113.0/-1"})
    CHECK_MESSAGE(wrong(head + "shared_addresses = [\"" + range + "\"]\n" + source)
                      .starts_with("provider.toml: shared_addresses[0]: \"" + std::string(range) + "\": "),
                  range);
}

TEST_CASE("names are folded as the server folds them") {
  CHECK(fold_name(Folding::exact, "Ａlice") == "Ａlice");
  CHECK(fold_name(Folding::ascii, "ALICE_É") == "alice_É");
  CHECK(fold_name(Folding::nfc, "e\xcc\x81") == "é");
  CHECK(fold_name(Folding::unicode, "ＡＬＩＣＥ") == "alice");
  CHECK(fold_name(Folding::unicode, "STRASSE") == fold_name(Folding::unicode, "straße"));
  CHECK_FALSE(fold_name(Folding::nfc, "\xff"));
  CHECK_FALSE(fold_name(Folding::exact, ""));
}
