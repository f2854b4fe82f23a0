#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "crypto/native_host.h"
#include "log/format/tiles.h"
#include "log/format/tree.h"

using namespace writ;

namespace {
const crypto::NativeHost host;

/// The eight inputs and roots that every RFC 6962 implementation tests with.
const std::vector<std::string> inputs = {"",         std::string(1, '\0'), "\x10", "\x20\x21", "01", "@ABC",
                                         "PQRSTUVW", "`abcdefghijklmno"};
constexpr const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                 "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                 "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<base::Hash> some_leaves(std::size_t count) {
  std::vector<base::Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(log::leaf_hash(host, std::to_string(i)));
  return leaves;
}

log::SubtreeReader reader_of(const std::vector<base::Hash>& leaves) {
  return [&leaves](unsigned level, std::uint64_t index) -> base::Result<base::Hash> {
    const auto begin = leaves.begin() + static_cast<std::ptrdiff_t>(index << level);
    return log::root_of(host, {begin, begin + (std::ptrdiff_t{1} << level)});
  };
}

std::optional<base::Hash> hash_of_base64(const std::string& word) {
  const auto bytes = base::bytes_from_base64(word == "-" ? "" : word);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  base::Hash hash;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}
}  // namespace

TEST_CASE("the empty tree's root is the hash of nothing") {
  CHECK(base::to_hex(log::empty_root(host)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(log::root_of(host, {}) == log::empty_root(host));
}

TEST_CASE("a tree grows through the eight roots of RFC 6962's reference data") {
  log::CompactRange range;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    range.append(host, log::leaf_hash(host, inputs[i]));
    CHECK(base::to_hex(range.root(host)) == roots[i]);
  }
}

TEST_CASE("every published Merkle proof holds or is rejected as published") {
  std::ifstream file(WRIT_SOURCE_DIR "/tests/log/format/merkle_vectors.txt");
  int checked = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string proof_kind, verdict, first, second;
    std::uint64_t a = 0, b = 0;
    words >> proof_kind >> verdict >> a >> b >> first >> second;
    std::vector<base::Hash> proof;
    bool whole = true;
    for (std::string word; words >> word;) {
      const auto hash = hash_of_base64(word);
      whole = whole && hash.has_value();
      proof.push_back(hash.value_or(base::Hash{}));
    }
    const auto x = hash_of_base64(first);
    const auto y = hash_of_base64(second);
    bool holds = whole && x && y;  // hashes of another length are refused by the parsers
    if (holds && proof_kind == "inclusion") holds = log::verify_inclusion(host, a, b, *x, proof, *y);
    if (holds && proof_kind == "consistency") holds = log::verify_consistency(host, a, b, proof, *x, *y);
    INFO(line);
    CHECK(holds == (verdict == "holds"));
    ++checked;
  }
  CHECK(checked == 193);
}

TEST_CASE("proofs made for every pair of sizes up to 70 hold, and fail when a byte changes") {
  const std::vector<base::Hash> leaves = some_leaves(70);
  const auto read = reader_of(leaves);
  for (std::uint64_t size = 1; size <= leaves.size(); size += 3) {
    const base::Hash root = *log::range_root(host, read, 0, size);
    for (std::uint64_t i = 0; i < size; ++i) {
      auto proof = *log::inclusion_proof(host, read, i, size);
      REQUIRE(log::verify_inclusion(host, i, size, leaves[i], proof, root));
      if (proof.empty()) continue;
      proof[i % proof.size()][3] ^= 1;
      CHECK_FALSE(log::verify_inclusion(host, i, size, leaves[i], proof, root));
    }
    for (std::uint64_t old = 1; old <= size; ++old) {
      auto proof = *log::consistency_proof(host, read, old, size);
      const base::Hash old_root = *log::range_root(host, read, 0, old);
      REQUIRE(log::verify_consistency(host, old, size, proof, old_root, root));
      if (proof.empty()) continue;
      proof[old % proof.size()][3] ^= 1;
      CHECK_FALSE(log::verify_consistency(host, old, size, proof, old_root, root));
    }
  }
}

TEST_CASE("a proof for an index outside the tree is an error") {
  const std::vector<base::Hash> leaves = some_leaves(3);
  CHECK_FALSE(log::inclusion_proof(host, reader_of(leaves), 3, 3));
  CHECK_FALSE(log::consistency_proof(host, reader_of(leaves), 0, 3));
  CHECK_FALSE(log::consistency_proof(host, reader_of(leaves), 4, 3));
}

TEST_CASE("tile names are those of the tlog-tiles specification") {
  CHECK(log::tile_path({0, 1234067, 256}) == "tile/0/x001/x234/067");
  CHECK(log::tile_path({1, 0, 17}) == "tile/1/000.p/17");
  CHECK(log::entries_path({0, 273, 112}) == "tile/entries/273.p/112");
  CHECK(log::entries_path({0, 1000, 256}) == "tile/entries/x001/000");
}

TEST_CASE("a tree of 70,000 has the tiles that the specification counts") {
  std::size_t full[3] = {};
  std::vector<log::Tile> partial;
  for (const log::Tile& tile : log::changed_tiles(0, 70'000)) {
    if (tile.width == 256) {
      ++full[tile.level];
    } else {
      partial.push_back(tile);
    }
  }
  CHECK(full[0] == 273);
  CHECK(full[1] == 1);
  CHECK(partial == std::vector<log::Tile>{{0, 273, 112}, {1, 1, 17}, {2, 0, 1}});
  CHECK(log::changed_tiles(0, 256) == std::vector<log::Tile>{{0, 0, 256}, {1, 0, 1}});
}

TEST_CASE("growth changes only the tiles at the right edge") {
  CHECK(log::changed_tiles(70'000, 70'000).empty());
  CHECK(log::changed_tiles(70'000, 70'001) == std::vector<log::Tile>{{0, 273, 113}});
  CHECK(log::changed_bundles(250, 520) == std::vector<log::Tile>{{0, 0, 256}, {0, 1, 256}, {0, 2, 8}});
}

TEST_CASE("proofs out of tiles are those out of leaves") {
  const std::vector<base::Hash> leaves = some_leaves(700);
  const auto direct = reader_of(leaves);
  const auto through_tiles =
      log::read_from_tiles(host, 700, [&](const log::Tile& tile) { return log::tile_bytes(tile, direct); });
  for (const std::uint64_t index : {0U, 255U, 256U, 511U, 600U, 699U}) {
    CHECK(*log::inclusion_proof(host, through_tiles, index, 700) == *log::inclusion_proof(host, direct, index, 700));
  }
  CHECK(*log::consistency_proof(host, through_tiles, 300, 700) == *log::consistency_proof(host, direct, 300, 700));
}

TEST_CASE("an entry bundle is read back, and a cut one is refused") {
  std::string bundle;
  for (const char* entry : {"one", "", "three"}) log::append_to_bundle(bundle, entry);
  CHECK(*log::parse_bundle(bundle, 3) == std::vector<std::string_view>{"one", "", "three"});
  CHECK_FALSE(log::parse_bundle(bundle, 2));
  CHECK_FALSE(log::parse_bundle(bundle, 4));
  CHECK_FALSE(log::parse_bundle(std::string_view(bundle).substr(0, bundle.size() - 1), 3));
  std::string full;
  for (int i = 0; i < 256; ++i) log::append_to_bundle(full, "x");
  CHECK(log::parse_bundle(full, 10)->size() == 10);
}
