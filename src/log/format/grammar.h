// The value grammar of counted-log.md section 2: which type stands at which (kind, position), and what a type admits.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/host.h"
#include "base/result.h"
#include "log/format/entry.h"

namespace writ::log {

enum class ValueType : std::uint8_t {
  empty,            // not listed in the tables: nothing
  kind,             // the kind's own name
  code,             // CODE
  country,          // COUNTRY
  integer,          // INT
  boolean,          // BOOL
  date,             // DATE
  period,           // PERIOD
  set,              // SET
  hash,             // HASH
  hash_or_empty,    // HASH or empty
  text,             // TEXT
  time,             // TIME
  outcome,          // one of the seven outcomes of a decision
  mode,             // `stored` or `realtime`
  notice_state,     // `given`, `delayed` or `barred`
  recode_position,  // INT 10..12
  recode_value,     // the type of the request position that is recoded
};

/// `position` 0..15.
ValueType value_type(Kind kind, int position);

/// True where a JSON value spells the field as `0x` and 64 hex digits (empty stays empty).
bool is_hash_position(Kind kind, int position);

/// One value by its type; the error names `position`, value and rule. `recode_value` and `text` are checked elsewhere.
base::Result<> check_value(ValueType type, int position, std::string_view value);

/// TEXT: UTF-8 in normalisation form C.
base::Result<> check_text(const base::Host& host, int position, std::string_view value);

/// What section 2 "Meaning" says of one entry alone: granted iff full or partial, a disclosure is never empty,
/// users_root iff users. Expects values that pass check_public_values.
base::Result<> check_public_meaning(const Values& values);

}  // namespace writ::log
