#include <doctest/doctest.h>

#include "log/format/checkpoint.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log_builder.h"

using namespace writ;
using namespace writ::test;

namespace {
const crypto::NativeHost host;

// Facts of Go's sumdb/note tests.
const std::string peter_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string enoch_vkey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const std::string wisdom =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const std::string peter_line =
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string enoch_line =
    "\xe2\x80\x94 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

bool verifies(const std::string& vkey, const std::string& note) {
  const auto key = log::parse_vkey(host, vkey);
  const auto parsed = log::parse_note(note);
  REQUIRE(key);
  REQUIRE(parsed);
  for (const log::SignatureLine& line : parsed->lines) {
    if (log::is_by(line, *key)) return log::check_signature(host, *key, parsed->text, line).has_value();
  }
  return false;
}
}  // namespace

TEST_CASE("Go's signed note verifies under both of its keys") {
  const std::string note = wisdom + "\n" + peter_line + enoch_line;
  CHECK(verifies(peter_vkey, note));
  CHECK(verifies(enoch_vkey, note));
  CHECK(log::format_note(*log::parse_note(note)) == note);
  std::string altered = note;
  altered[3] ^= 1;
  CHECK_FALSE(verifies(peter_vkey, altered));
}

TEST_CASE("the specification's example note verifies") {
  CHECK(verifies("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "This is an example message.\n\n\xe2\x80\x94 example.com/foo "
                 "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"));
}

TEST_CASE("no part and no single change of a vkey is accepted") {
  REQUIRE(log::parse_vkey(host, peter_vkey));
  CHECK(log::format_vkey(*log::parse_vkey(host, peter_vkey)) == peter_vkey);
  for (std::size_t i = 0; i <= peter_vkey.size(); ++i) {
    for (std::size_t k = i + 1; k <= peter_vkey.size(); ++k) {
      if (i == 0 && k == peter_vkey.size()) continue;
      CHECK_FALSE(log::parse_vkey(host, peter_vkey.substr(i, k - i)));
    }
    if (i == peter_vkey.size()) continue;
    std::string changed = peter_vkey;
    ++changed[i];
    CHECK_FALSE(log::parse_vkey(host, changed));
  }
  CHECK_FALSE(log::parse_vkey(host, "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  CHECK_FALSE(log::parse_vkey(host, "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST_CASE("malformed notes are refused") {
  const std::string good = wisdom + "\n" + peter_line;
  for (const std::string& note :
       {wisdom, wisdom + "\n", good.substr(0, good.size() - 1), "\x01" + good, "\xff" + good,
        good + "Unexpected line.\n",
        wisdom + "\n\xe2\x80\x94 Bad Name "
                 "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"}) {
    CHECK_FALSE(log::parse_note(note));
  }
  std::string many = wisdom + "\n";
  for (int i = 0; i < 101; ++i) many += peter_line;
  CHECK_FALSE(log::parse_note(many));
}

TEST_CASE("a note of 90 kB is accepted: post-quantum signatures are large") {
  std::string note = wisdom + "\n" + peter_line;
  for (int i = 0; i < 17; ++i)
    note += "\xe2\x80\x94 pq.example " + base::to_base64(base::view(std::string(4000, 'x'))) + "\n";
  REQUIRE(note.size() > 90'000);
  CHECK(verifies(peter_vkey, note));
}

TEST_CASE("a cosignature carries its time and is checked under it") {
  const TestKey witness = make_test_key("witness.example", log::SignatureType::cosignature_v1, 5);
  const std::string text = log::format_checkpoint({"log.example/test", 7, {}});
  const std::string note =
      log::signed_note(text, log::cosignature_line(witness.key, text, at("2024-01-01T00:00:00Z"), witness.sign));
  const log::Note parsed = *log::parse_note(note);
  const auto valid = log::check_signature(host, witness.key, parsed.text, parsed.lines.at(0));
  REQUIRE(valid);
  CHECK(valid->time == at("2024-01-01T00:00:00Z"));
  log::SignatureLine later = parsed.lines.at(0);
  ++later.signature[7];
  CHECK_FALSE(log::check_signature(host, witness.key, parsed.text, later));
}

TEST_CASE("a checkpoint is exactly three lines") {
  const std::string text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const auto checkpoint = log::parse_checkpoint(text);
  REQUIRE(checkpoint);
  CHECK(checkpoint->origin == "example.com/behind-the-sofa");
  CHECK(checkpoint->size == 20852163);
  CHECK(log::format_checkpoint(*checkpoint) == text);
  for (const char* bad :
       {"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n", "o\n1\nCsUY\n", "o\n1\n"}) {
    CHECK_FALSE(log::parse_checkpoint(bad));
  }
}

TEST_CASE("a proof file is read back as written, with and without extra data") {
  const log::Proof proof{.extra = "age", .index = 73894, .hashes = {base::Hash{1}, base::Hash{2}}, .checkpoint = "o\n"};
  const std::string text = log::format_proof(proof);
  CHECK(text.starts_with("c2sp.org/tlog-proof@v1\nextra YWdl\nindex 73894\nAQAA"));
  const auto parsed = log::parse_proof(text);
  REQUIRE(parsed);
  CHECK(parsed->extra == "age");
  CHECK(parsed->index == 73894);
  CHECK(parsed->hashes == proof.hashes);
  CHECK(parsed->checkpoint == "o\n");
  const auto bare = log::parse_proof("c2sp.org/tlog-proof@v1\nindex 0\n\no\n");
  REQUIRE(bare);
  CHECK(bare->hashes.empty());
  CHECK_FALSE(bare->extra);
  for (const char* bad : {"c2sp.org/tlog-proof@v2\nindex 0\n\no\n", "c2sp.org/tlog-proof@v1\nindex 00\n\no\n",
                          "c2sp.org/tlog-proof@v1\nindex 0\no\n", "c2sp.org/tlog-proof@v1\n\no\n",
                          "c2sp.org/tlog-proof@v1\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\no\n"}) {
    CHECK_FALSE(log::parse_proof(bad));
  }
}
