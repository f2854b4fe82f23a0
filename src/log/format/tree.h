// RFC 6962 section 2.1: Merkle tree hash, inclusion and consistency proofs, over SHA-256. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/host.h"
#include "base/result.h"

namespace writ::log {

/// H("")
base::Hash empty_root(const base::Host& host);
/// H(0x00, entry)
base::Hash leaf_hash(const base::Host& host, std::string_view entry);
/// H(0x01, left, right)
base::Hash node_hash(const base::Host& host, const base::Hash& left, const base::Hash& right);

/// The roots of the complete subtrees that make up a tree of `size` leaves, left to right: at most 64 hashes.
class CompactRange {
 public:
  void append(const base::Host& host, const base::Hash& leaf);
  std::uint64_t size() const { return size_; }
  /// empty_root for no leaves.
  base::Hash root(const base::Host& host) const;
  /// The root when a smaller tree with root `tail` follows; the leaves here are then complete subtrees of one height.
  base::Hash root_before(const base::Host& host, const base::Hash& tail) const;

 private:
  std::uint64_t size_ = 0;
  std::vector<base::Hash> peaks_;
};

base::Hash root_of(const base::Host& host, const std::vector<base::Hash>& leaves);

/// The hash of the complete subtree over leaves [index << level, (index + 1) << level).
using SubtreeReader = std::function<base::Result<base::Hash>(unsigned level, std::uint64_t index)>;

/// MTH over leaves [begin, end), begin < end.
base::Result<base::Hash> range_root(const base::Host& host, const SubtreeReader& read, std::uint64_t begin,
                                    std::uint64_t end);

/// PATH(index, D[size]), from the leaf's sibling up to the root's child. invalid unless index < size.
base::Result<std::vector<base::Hash>> inclusion_proof(const base::Host& host, const SubtreeReader& read,
                                                      std::uint64_t index, std::uint64_t size);
/// PROOF(old_size, D[new_size]); empty if they are equal. invalid unless 0 < old_size <= new_size.
base::Result<std::vector<base::Hash>> consistency_proof(const base::Host& host, const SubtreeReader& read,
                                                        std::uint64_t old_size, std::uint64_t new_size);

bool verify_inclusion(const base::Host& host, std::uint64_t index, std::uint64_t size, const base::Hash& leaf,
                      const std::vector<base::Hash>& proof, const base::Hash& root);
/// False for old_size 0 with a larger new_size: the empty tree proves nothing.
bool verify_consistency(const base::Host& host, std::uint64_t old_size, std::uint64_t new_size,
                        const std::vector<base::Hash>& proof, const base::Hash& old_root, const base::Hash& new_root);

}  // namespace writ::log
