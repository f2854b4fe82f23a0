// What is put on file of every question to a source, by whoever asks. It says nothing of what was found.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.h"
#include "base/time.h"
#include "legal/codes.h"
#include "legal/request.h"

namespace writ::provider {

struct AuditRecord {
  std::string source;
  legal::SelectorKind selector_kind;
  base::Hash selector_hash;  // by Audit::hash
  legal::CodeSet categories;
  base::Time as_of;
  std::int64_t rows_read = 0;
  std::size_t accounts = 0;
  std::chrono::microseconds duration{};
  std::string refused;  // empty, or the rule that ended the question
};

/// Who asks is the caller's matter. `hash` gets kind and value of the selector; it should be keyed, since a plain hash
/// of a phone number is guessed in seconds.
struct Audit {
  std::function<base::Hash(base::ByteView)> hash;
  std::function<void(const AuditRecord&)> record;
};

}  // namespace writ::provider
