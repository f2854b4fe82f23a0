// One legal demand as a plain value. No I/O.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "legal/codes.h"

namespace writ::legal {

enum class SelectorKind : std::uint8_t { user_id, user_name, phone_number, email, ip_address };
std::string_view name_of(SelectorKind kind);
std::optional<SelectorKind> selector_kind(std::string_view name);

/// From `from` (included) to `to` (excluded), UTC.
struct Window {
  base::Time from;
  base::Time to;
  bool operator==(const Window&) const = default;
};

/// What names the accounts asked for: one task of ETSI TS 103 120.
struct Selector {
  SelectorKind kind = SelectorKind::user_name;
  std::string value;               // normalised by intake: E.164, RFC 5952 address, lower-case mail domain; names NFC, case kept
  std::optional<Window> window;    // required for ip_address; else limits which rows are asked for
  std::optional<std::uint16_t> port;
  bool operator==(const Selector&) const = default;
};

/// A fact is true, false or not evaluated.
enum class Fact : std::uint8_t { unknown, no, yes };
using Facts = std::map<std::string, Fact>;

/// What was asked about telling the user, apart from what binds (domain.md section 2).
struct Secrecy {
  enum class Kind : std::uint8_t { none, asked, ordered };
  Kind kind = Kind::none;
  std::string court;               // who ordered it; not empty iff ordered
  std::optional<base::Day> until;  // last day, included; nullopt = no end was named
  bool operator==(const Secrecy&) const = default;
};
std::string_view name_of(Secrecy::Kind kind);
std::optional<Secrecy::Kind> secrecy_kind(std::string_view name);

/// What the requester declared (counted-log.md section 2, request). Reporting dimensions are these values.
struct Request {
  std::string country;                   // alpha-2 code of the state whose authority signed the instrument
  std::string instrument;                // code of instruments()
  std::string offence = "not_stated";    // code of offences()
  CodeSet data_sought;                   // codes of categories()
  bool emergency = false;
  bool realtime = false;
  std::vector<Selector> selectors;       // at least one
  std::string agency;                    // name of the authority, as the requester writes it
  std::string officer;                   // e-mail address of the officer to whom the package is sealed
  std::string file_number;               // the authority's own reference
  std::optional<base::Hash> nonce;       // private position 1: chosen by the requester
  base::Hash requester{};                // private position 0: SHA-256 of its key or verified address
  base::Hash document{};                 // private position 2: SHA-256 of what was submitted
  Facts declared;                        // what the requester says of the policy's facts; staff's own stand beside it
  Secrecy secrecy;
  bool operator==(const Request&) const = default;
};

}  // namespace writ::legal
