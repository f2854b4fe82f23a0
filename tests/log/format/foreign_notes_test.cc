// Checkpoints and cosignatures that other people's logs and witnesses signed.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "crypto/native_host.h"
#include "log/format/checkpoint.h"
#include "log/format/note.h"
#include "log/format/tree.h"

using namespace writ;

namespace {
const crypto::NativeHost host;

/// The lines of foreign_notes.txt that begin with `kind`, as words after it.
std::vector<std::vector<std::string>> lines_of(const std::string& kind) {
  std::ifstream file(std::string(WRIT_SOURCE_DIR) + "/tests/log/format/foreign_notes.txt");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    std::istringstream text(line);
    std::string word;
    text >> word;
    if (word != kind) continue;
    lines.emplace_back();
    while (text >> word) lines.back().push_back(word);
  }
  return lines;
}

std::string text_of(const std::vector<std::string>& line) { return line[0] + "\n" + line[1] + "\n" + line[2] + "\n"; }

log::VerifierKey key_of(const std::vector<std::string>& line) {
  const auto key = log::parse_vkey(host, line[3]);
  REQUIRE(key);
  return *key;
}

std::optional<log::ValidSignature> check(const std::vector<std::string>& line, const std::string& text) {
  const log::VerifierKey key = key_of(line);
  const auto note = log::parse_note(log::signed_note(text, "\xe2\x80\x94 " + key.name + " " + line[4] + "\n"));
  REQUIRE(note);
  REQUIRE(note->lines.size() == 1);
  REQUIRE(log::is_by(note->lines[0], key));
  return log::check_signature(host, key, note->text, note->lines[0]);
}
}  // namespace

TEST_CASE("Tessera's sixteen checkpoints verify and have the roots of its entries") {
  const auto entries = lines_of("entries").at(0);
  const auto checkpoints = lines_of("checkpoint");
  REQUIRE(checkpoints.size() == 16);
  log::CompactRange range;
  for (std::size_t size = 0; size < 16; ++size) {
    const auto& line = checkpoints[size];
    CAPTURE(size);
    if (size > 0) range.append(host, log::leaf_hash(host, entries.at(size - 1)));
    const auto checkpoint = log::parse_checkpoint(text_of(line));
    REQUIRE(checkpoint);
    CHECK(checkpoint->size == size);
    CHECK(checkpoint->root == range.root(host));
    CHECK(log::format_checkpoint(*checkpoint) == text_of(line));
    CHECK(check(line, text_of(line)).has_value());
    CHECK_FALSE(check(line, text_of(checkpoints[(size + 1) % 16])).has_value());
  }
}

TEST_CASE("Sunlight's three witnesses cosigned a tree of 300 leaves on the last day of 2025") {
  const auto lines = lines_of("cosigned");
  REQUIRE(lines.size() == 3);
  for (const auto& line : lines) {
    CAPTURE(line[3]);
    CHECK(key_of(line).type == log::SignatureType::cosignature_v1);
    CHECK(log::parse_checkpoint(text_of(line))->size == 300);
    const auto valid = check(line, text_of(line));
    REQUIRE(valid);
    CHECK(valid->time == base::parse_time("2025-12-31T00:00:00Z").value());
    CHECK_FALSE(check(line, text_of(line) + "an extension line\n").has_value());
    std::vector<std::string> later = line;
    later[4][13] = later[4][13] == 'A' ? 'B' : 'A';  // inside the timestamp
    CHECK_FALSE(check(later, text_of(line)).has_value());
  }
}
