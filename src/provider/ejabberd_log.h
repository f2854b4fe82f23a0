// Sign-ins in ejabberd's log (23.01 and alike): connection, authentication and session are three records, joined on the
// process id of the connection. Pure. Inside of the room.
//
// Who may write into this log: ejabberd writes the user name of a *failed* login as it was sent, line ends included, so
// that one failed login can put whole invented records there, and text after the name that makes them end well. Such
// text is one write: it begins in a failed-login record and ends in a line that ends as one, with the address of the
// attacker's own connection, at most a stanza's size away. A sign-in whose every naming record lies in such a stretch
// is therefore not given, and counted. (Names and resources of sessions that did open hold no line ends: RFC 7622.)
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace writ::provider::ejabberd {

struct SignIn {
  std::string account;  // user@domain
  std::string address;  // as logged
  std::optional<std::uint16_t> port;
  base::Time at;
  std::optional<base::Time> ended;  // closed, or the server was started again
  bool forgeable = false;           // might be text that a failed login wrote
};

/// `max_stanza_size` of ejabberd's Debian configuration; text of one stanza is at most this long.
constexpr std::uint64_t stanza_bytes_max = 262'144;

/// Time and the rest of a record; nullopt = not the first line of one, or without a zone.
struct Record {
  base::Time at;
  std::string_view pid;    // of the process that wrote it, "<0.452.0>"
  std::string_view where;  // "ejabberd_c2s:bind/2"
  std::string_view text;
};
std::optional<Record> parse_record(std::string_view line);

class SignIns {
 public:
  /// Only sign-ins that `wanted` says yes to are kept: account and canonical address ("" = none that can be read).
  SignIns(std::function<bool(std::string_view account, std::string_view canonical)> wanted, base::Time as_of)
      : wanted_(std::move(wanted)), as_of_(as_of) {}

  /// In order; `place` counts bytes.
  void line(std::string_view line, std::uint64_t place);
  /// Ascending by time.
  std::vector<SignIn> finish();
  std::size_t size() const { return kept_.size(); }

 private:
  struct Kept {
    SignIn sign_in;
    std::vector<std::uint64_t> places;  // of the records that name the account
  };
  struct Connection {
    std::string address;
    std::optional<std::uint16_t> port;
    std::uint64_t place = 0;
    std::optional<std::size_t> sign_in;  // index of kept_
  };
  struct Stretch {
    std::uint64_t from, to;
  };

  void accepted(const Record& record, std::uint64_t place);
  void authenticated(const Record& record, std::uint64_t place);
  void named(const Record& record, std::string_view rest, std::uint64_t place, bool closing);
  void failed(const Record& record, std::uint64_t place);
  void ends_as_failed(std::string_view line, std::uint64_t place);
  void restarted(base::Time at);
  bool in_stretch(std::uint64_t place) const;

  std::function<bool(std::string_view, std::string_view)> wanted_;
  base::Time as_of_;
  std::vector<Kept> kept_;
  std::map<std::string, Connection, std::less<>> connections_;
  std::map<std::string, std::vector<std::string>, std::less<>> addresses_of_;   // of a pid, whatever was said of it
  std::map<std::string, std::vector<std::uint64_t>, std::less<>> failed_from_;  // address -> places; "*" = any
  std::vector<Stretch> stretches_;
};

}  // namespace writ::provider::ejabberd
