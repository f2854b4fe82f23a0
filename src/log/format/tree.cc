#include "log/format/tree.h"

#include <bit>
#include <cstring>

namespace writ::log {

namespace {
std::string number(std::uint64_t value) { return std::to_string(value); }

/// The largest power of two smaller than `n`, n > 1.
std::uint64_t split_point(std::uint64_t n) { return std::bit_floor(n - 1); }

/// SUBPROOF(m, D[begin:end], whole) of RFC 6962 section 2.1.2, `m` counted from begin.
base::Result<> subproof(const base::Host& host, const SubtreeReader& read, std::uint64_t m, std::uint64_t begin,
                        std::uint64_t end, bool whole, std::vector<base::Hash>& out) {
  const std::uint64_t n = end - begin;
  if (m == n) {
    if (whole) return {};
    TRY(const base::Hash hash, range_root(host, read, begin, end));
    out.push_back(hash);
    return {};
  }
  const std::uint64_t k = split_point(n);
  if (m <= k) {
    TRY_VOID(subproof(host, read, m, begin, begin + k, whole, out));
    TRY(const base::Hash hash, range_root(host, read, begin + k, end));
    out.push_back(hash);
    return {};
  }
  TRY_VOID(subproof(host, read, m - k, begin + k, end, false, out));
  TRY(const base::Hash hash, range_root(host, read, begin, begin + k));
  out.push_back(hash);
  return {};
}

base::Result<> path(const base::Host& host, const SubtreeReader& read, std::uint64_t index, std::uint64_t begin,
                    std::uint64_t end, std::vector<base::Hash>& out) {
  if (end - begin == 1) return {};
  const std::uint64_t middle = begin + split_point(end - begin);
  const bool left = index < middle;
  TRY_VOID(path(host, read, index, left ? begin : middle, left ? middle : end, out));
  TRY(const base::Hash sibling, left ? range_root(host, read, middle, end) : range_root(host, read, begin, middle));
  out.push_back(sibling);
  return {};
}
}  // namespace

base::Hash empty_root(const base::Host& host) { return host.sha256(base::ByteView()); }

base::Hash leaf_hash(const base::Host& host, std::string_view entry) {
  // An entry of a counted log is 33 bytes; other entries may be up to 64 KiB.
  std::uint8_t small[1 + 63];
  base::Bytes large;
  std::uint8_t* message = small;
  if (entry.size() >= sizeof small) {
    large.resize(entry.size() + 1);
    message = large.data();
  }
  message[0] = 0x00;
  if (!entry.empty()) std::memcpy(message + 1, entry.data(), entry.size());
  return host.sha256(base::ByteView(message, entry.size() + 1));
}

base::Hash node_hash(const base::Host& host, const base::Hash& left, const base::Hash& right) {
  std::uint8_t message[65];
  message[0] = 0x01;
  std::memcpy(message + 1, left.data(), 32);
  std::memcpy(message + 33, right.data(), 32);
  return host.sha256(base::ByteView(message, sizeof message));
}

void CompactRange::append(const base::Host& host, const base::Hash& leaf) {
  base::Hash hash = leaf;
  for (std::uint64_t carry = size_; (carry & 1) != 0; carry >>= 1) {
    hash = node_hash(host, peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  ++size_;
}

base::Hash CompactRange::root(const base::Host& host) const {
  if (peaks_.empty()) return empty_root(host);
  base::Hash hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) hash = node_hash(host, peaks_[i - 1], hash);
  return hash;
}

base::Hash CompactRange::root_before(const base::Host& host, const base::Hash& tail) const {
  base::Hash hash = tail;
  for (std::size_t i = peaks_.size(); i > 0; --i) hash = node_hash(host, peaks_[i - 1], hash);
  return hash;
}

base::Hash root_of(const base::Host& host, const std::vector<base::Hash>& leaves) {
  CompactRange range;
  for (const base::Hash& leaf : leaves) range.append(host, leaf);
  return range.root(host);
}

base::Result<base::Hash> range_root(const base::Host& host, const SubtreeReader& read, std::uint64_t begin,
                                    std::uint64_t end) {
  CHECK_INVARIANT(begin < end);
  const std::uint64_t n = end - begin;
  if (std::has_single_bit(n) && begin % n == 0) {
    const auto level = static_cast<unsigned>(std::countr_zero(n));
    return read(level, begin >> level);
  }
  const std::uint64_t middle = begin + split_point(n);
  TRY(const base::Hash left, range_root(host, read, begin, middle));
  TRY(const base::Hash right, range_root(host, read, middle, end));
  return node_hash(host, left, right);
}

base::Result<std::vector<base::Hash>> inclusion_proof(const base::Host& host, const SubtreeReader& read,
                                                      std::uint64_t index, std::uint64_t size) {
  if (index >= size) return base::invalid("index", number(index), "is not below the tree's size " + number(size));
  std::vector<base::Hash> proof;
  TRY_VOID(path(host, read, index, 0, size, proof));
  return proof;
}

base::Result<std::vector<base::Hash>> consistency_proof(const base::Host& host, const SubtreeReader& read,
                                                        std::uint64_t old_size, std::uint64_t new_size) {
  if (old_size == 0 || old_size > new_size) {
    return base::invalid("old size", number(old_size), "is not between 1 and the new size " + number(new_size));
  }
  std::vector<base::Hash> proof;
  TRY_VOID(subproof(host, read, old_size, 0, new_size, true, proof));
  return proof;
}

bool verify_inclusion(const base::Host& host, std::uint64_t index, std::uint64_t size, const base::Hash& leaf,
                      const std::vector<base::Hash>& proof, const base::Hash& root) {
  if (index >= size) return false;
  std::uint64_t at = index;
  std::uint64_t last = size - 1;
  base::Hash hash = leaf;
  for (const base::Hash& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      hash = node_hash(host, sibling, hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(host, hash, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(const base::Host& host, std::uint64_t old_size, std::uint64_t new_size,
                        const std::vector<base::Hash>& proof, const base::Hash& old_root, const base::Hash& new_root) {
  if (old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  if (old_size == 0 || proof.empty()) return false;
  // RFC 9162 section 2.1.4.2; a complete old tree is its own first node.
  std::uint64_t at = old_size - 1;
  std::uint64_t last = new_size - 1;
  while ((at & 1) != 0) {
    at >>= 1;
    last >>= 1;
  }
  const bool complete = std::has_single_bit(old_size);
  std::size_t next = complete ? 0 : 1;
  base::Hash old_hash = complete ? old_root : proof[0];
  base::Hash new_hash = old_hash;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      old_hash = node_hash(host, proof[next], old_hash);
      new_hash = node_hash(host, proof[next], new_hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = node_hash(host, new_hash, proof[next]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace writ::log
