// What the verifier keeps of each entry that is opened, held or named: 64 bytes a row, found by body_root.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "log/format/entry.h"

namespace writ::verify {

using RowId = std::uint32_t;
constexpr RowId no_row = 0xffffffff;
using CodeId = std::uint32_t;

enum Flag : std::uint16_t {
  seen = 1,            // opened or held, and found in the log
  held = 2,            // its row is not shown
  has_decision = 4,    // of a request: a first decision is known
  has_disclosure = 8,  // of a request: a first disclosure is known
  has_recode = 16,     // of a request: 16 << (position - 10)
  has_child = 128,     // of a decision, disclosure or recode: another names it as its predecessor
  is_emergency = 256,
  is_preservation = 512,
  known = 1024,    // opened or held by a line, in the log or not
  counted = 2048,  // opened or held by openings.jsonl of the period it stands in
};

struct Row {
  base::Hash root{};
  std::uint64_t index = 0;
  RowId request = no_row;     // of an event: the row of the request it names
  std::uint32_t a = 0;        // request: instrument; decision: data granted; policy: id; close, report: first day
  std::uint32_t b = 0;        // request: offence; policy: effective day; close, report: last day
  std::uint16_t country = 0;  // request: place in legal::countries(), or their number if held
  std::uint16_t flags = 0;
  log::Kind kind = log::Kind::request;
  std::uint8_t position = 0;  // recode
  std::uint16_t state = 0;    // request: its state at the close; decision: its outcome (small code ids)

  bool has(Flag flag) const { return (flags & flag) != 0; }
  void set(unsigned flag) { flags = static_cast<std::uint16_t>(flags | flag); }
};
static_assert(sizeof(Row) == 64);

/// Rows by body_root: open addressing over row numbers, rows in blocks so that growth copies nothing.
class Rows {
 public:
  /// `salt`: what the provider could not choose freely, so that roots cannot be made to collide in this table.
  explicit Rows(std::uint64_t salt) : salt_(salt), slots_(1024, no_row) {}

  Row& operator[](RowId id) { return blocks_[id / block_rows][id % block_rows]; }
  const Row& operator[](RowId id) const { return blocks_[id / block_rows][id % block_rows]; }
  RowId size() const { return size_; }

  RowId find(const base::Hash& root) const { return slots_[slot_of(root)]; }
  /// The row of this root, made if there is none.
  RowId intern(const base::Hash& root) {
    std::size_t slot = slot_of(root);
    if (slots_[slot] != no_row) return slots_[slot];
    if (size_ * 2 >= slots_.size()) {
      grow();
      slot = slot_of(root);
    }
    if (size_ % block_rows == 0) blocks_.push_back(std::make_unique<Row[]>(block_rows));
    const RowId id = size_++;
    (*this)[id].root = root;
    slots_[slot] = id;
    return id;
  }

 private:
  static constexpr RowId block_rows = 4096;

  std::size_t slot_of(const base::Hash& root) const {
    std::uint64_t word;
    std::memcpy(&word, root.data(), sizeof word);
    std::size_t slot = static_cast<std::size_t>(((word ^ salt_) * 0x9E3779B97F4A7C15ULL) >> 20) & (slots_.size() - 1);
    while (slots_[slot] != no_row && (*this)[slots_[slot]].root != root) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  void grow() {
    slots_.assign(slots_.size() * 4, no_row);
    for (RowId id = 0; id < size_; ++id) slots_[slot_of((*this)[id].root)] = id;
  }

  std::uint64_t salt_;
  std::vector<RowId> slots_;
  std::vector<std::unique_ptr<Row[]>> blocks_;
  RowId size_ = 0;
};

/// Codes and sets as small numbers.
class Codes {
 public:
  CodeId intern(std::string_view text) {
    const auto found = ids_.find(std::string(text));
    if (found != ids_.end()) return found->second;
    const auto id = static_cast<CodeId>(texts_.size());
    texts_.push_back(&ids_.emplace(text, id).first->first);
    return id;
  }
  const std::string& text(CodeId id) const { return *texts_[id]; }

 private:
  std::unordered_map<std::string, CodeId> ids_;
  std::vector<const std::string*> texts_;
};

}  // namespace writ::verify
